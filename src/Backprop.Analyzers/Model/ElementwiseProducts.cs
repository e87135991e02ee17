using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Products in which each element meets the one at its own place, so that the order of the factors matters to nothing but the
/// rounding: <c>a * b</c> of numbers, and of tensors whose library says so; <c>a.PointwiseMultiply(b)</c> of MathNet.
/// </summary>
internal static class ElementwiseProducts
{
    private const string Pointwise = "PointwiseMultiply";

    public static bool Is(IOperation? operation) => operation is not null && Operands(operation) is not null;

    public static (IOperation Left, IOperation Right)? Operands(IOperation operation) => operation switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply, IsLifted: false } product
            when product.OperatorMethod is null || TensorViews.IsTensor(product.LeftOperand.Type) && TensorViews.IsTensor(product.RightOperand.Type) => (product.LeftOperand, product.RightOperand),
        IInvocationOperation { TargetMethod.Name: Pointwise, Instance: { } left, Arguments: [{ Value: var right }] } when LinearAlgebraTypes.Contains(left.Type) => (left, right),
        _ => null,
    };

    /// <summary>True for a factor of a larger product.</summary>
    public static bool IsInside(IOperation product) => Is(product.Parent is IArgumentOperation argument ? argument.Parent : product.Parent);

    /// <summary>How the product is written of which this one is the outermost: by a method of this name, or, where it is null, by the operator.</summary>
    public static string? MethodOf(IOperation product) => product is IInvocationOperation ? Pointwise : null;

    /// <summary>The factors as C# would name their product.</summary>
    public static string Text(ImmutableArray<IOperation> factors, string? method) => method is null
        ? string.Join(" * ", factors.Select(factor => factor.Syntax.Parent is ParenthesizedExpressionSyntax around ? around.ToString() : factor.Syntax.ToString()))
        : factors.Skip(1).Aggregate(Receiver(factors[0].Syntax), (text, factor) => $"{text}.{method}({factor.Syntax})");

    private static string Receiver(SyntaxNode factor) =>
        factor is NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax or ThisExpressionSyntax ? factor.ToString() : $"({factor})";
}
