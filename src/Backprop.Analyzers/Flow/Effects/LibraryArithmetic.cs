using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Effects;

internal enum Arithmetic
{
    /// <summary>Linear in what it is handed: sums, differences, transposes, slices, copies, minima and maxima.</summary>
    Sum,

    /// <summary>Some product of all operands.</summary>
    Product,

    /// <summary>Multiplies the first two operands and adds the third.</summary>
    ProductAndSum,

    /// <summary>Neither: an activation, a power.</summary>
    Function,
}

/// <summary>What calls without source compute from numbers, by the names that the numeric libraries of .NET share.</summary>
internal static class LibraryArithmetic
{
    private static readonly HashSet<string> Products = new(StringComparer.OrdinalIgnoreCase)
    {
        "Multiply", "PointwiseMultiply", "Dot", "DotProduct", "MatMul", "mm", "bmm", "mv", "OuterProduct", "Outer", "ger", "mul",
        "TransposeThisAndMultiply", "TransposeAndMultiply", "ConjugateTransposeThisAndMultiply", "ConjugateTransposeAndMultiply",
        "LeftMultiply", "KroneckerProduct", "Divide", "div", "PointwiseDivide", "matvec", "vecmat", "vecdot", "tensordot", "einsum",
        "inner", "kron", "op_Multiply", "op_Division", "op_DotMultiply", "ProductOfSums", "mul_", "multiply_", "Scale",
    };

    private static readonly HashSet<string> Fused = new(StringComparer.OrdinalIgnoreCase)
    {
        "MultiplyAdd", "FusedMultiplyAdd", "MultiplyAddEstimate",
    };

    private static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "Tanh", "Sigmoid", "Exp", "Exp2", "Exp10", "ExpM1", "Log", "Log2", "Log10", "Log1P", "Sqrt", "Cbrt", "Pow", "Power", "Cosh",
        "Sinh", "Tan", "Sin", "Cos", "Atan", "Asinh", "Logistic", "Softmax", "Relu", "Gelu", "Silu", "Elu", "Selu", "Softplus",
        "Reciprocal", "Rsqrt", "Sech", "Erf", "Expit", "log_softmax", "Sign", "square", "Round", "Floor", "Ceiling", "op_DotHat",
    };

    public static Arithmetic Of(IMethodSymbol method)
    {
        var name = method.Name.StartsWith("Pointwise", StringComparison.Ordinal) && method.Name.Length > 9 ? method.Name.Substring(9) : method.Name;
        return Products.Contains(method.Name) ? Arithmetic.Product
            : Fused.Contains(name) ? Arithmetic.ProductAndSum
            : Functions.Contains(name) || name.EndsWith("_", StringComparison.Ordinal) && Functions.Contains(name.TrimEnd('_')) ? Arithmetic.Function
            : Arithmetic.Sum;
    }
}
