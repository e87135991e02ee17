using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

internal enum Arithmetic
{
    /// <summary>Linear in what it is handed: sums, differences, transposes, slices, copies, minima and maxima.</summary>
    Sum,

    /// <summary>Some product of all operands.</summary>
    Product,

    /// <summary>Multiplies the first two operands and adds the third.</summary>
    ProductAndSum,

    /// <summary>Adds the product of the second and the third operand to the first.</summary>
    SumAndProduct,

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

    // TorchSharp: dW.addmm_(dz.t(), h) is dW += dz.t().mm(h).
    private static readonly HashSet<string> Added = new(StringComparer.Ordinal)
    {
        "addmm", "addmv", "addr", "addcmul", "baddbmm",
    };

    private static readonly HashSet<string> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        "Tanh", "Sigmoid", "Exp", "Exp2", "Exp10", "ExpM1", "Log", "Log2", "Log10", "Log1P", "Sqrt", "Cbrt", "Pow", "Power", "Cosh",
        "Sinh", "Tan", "Sin", "Cos", "Atan", "Asinh", "Logistic", "Softmax", "Relu", "Gelu", "Silu", "Elu", "Selu", "Softplus",
        "Reciprocal", "Rsqrt", "Sech", "Erf", "Expit", "log_softmax", "Sign", "square", "Round", "Floor", "Ceiling", "op_DotHat",
    };

    /// <summary>Whether a call adds to what it is called on: <c>dW.add_(g)</c>.</summary>
    public static bool AddsInPlace(IMethodSymbol method) => TensorLibraries.IsInPlace(method.Name)
        && method.Name.TrimEnd('_') is var name && (name is "add" or "sub" or "subtract" || Added.Contains(name));

    /// <summary>A power with a whole exponent that is written out: a product of the base with itself.</summary>
    public static bool IsWholePower(IInvocationOperation call)
    {
        if (call.TargetMethod.Name.Equals("square", StringComparison.OrdinalIgnoreCase)) return true;
        if (call.TargetMethod.Name is not ("Pow" or "pow" or "power" or "Power" or "PointwisePower")) return false;
        var at = call.TargetMethod.IsStatic ? 1 : 0;
        return call.Arguments.Length > at && call.Arguments[at].Value.Unconverted().ConstantValue is { HasValue: true, Value: 2 or 3 or 4 or 2L or 2f or 3f or 4f or 2.0 or 3.0 or 4.0 };
    }

    public static Arithmetic Of(IMethodSymbol method)
    {
        var name = method.Name.StartsWith("Pointwise", StringComparison.Ordinal) && method.Name.Length > 9 ? method.Name.Substring(9) : method.Name;
        return Products.Contains(method.Name) ? Arithmetic.Product
            : Fused.Contains(name) ? Arithmetic.ProductAndSum
            : Added.Contains(name.TrimEnd('_')) ? Arithmetic.SumAndProduct
            : Functions.Contains(name) || TensorLibraries.IsInPlace(name) && Functions.Contains(name.TrimEnd('_')) ? Arithmetic.Function
            : Arithmetic.Sum;
    }
}
