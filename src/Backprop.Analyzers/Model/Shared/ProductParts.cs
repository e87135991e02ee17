using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>The factors of a product as it is written, <c>a * b * (c * d)</c>, and whether two of them are written alike.</summary>
internal static class ProductParts
{
    private const int MostFactors = 16;
    private const string PointwiseProduct = "PointwiseMultiply";

    /// <summary>By the text alone: whether code may multiply, at least so often.</summary>
    public static bool MayBeIn(IOperation code, int often = 1) => TreeWords.Of(code.Syntax.SyntaxTree) is var words
        && (words.Multiplies(code.Syntax.Span, often) || words.Mention(PointwiseProduct, code.Syntax.Span, often));

    public static bool IsProduct(IOperation value) => Operands(value.Inner()) is not null;

    // a * b, a.PointwiseMultiply(b)
    private static (IOperation Left, IOperation Right)? Operands(IOperation value) => value switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } pair => (pair.LeftOperand, pair.RightOperand),
        IInvocationOperation { TargetMethod: { Name: PointwiseProduct, DeclaringSyntaxReferences.IsEmpty: true }, Instance: { } receiver, Arguments: [var only] } => (receiver, only.Value),
        _ => null,
    };

    /// <summary>The x of x * x.</summary>
    public static IOperation? RootOf(IOperation square) => Operands(square.Inner()) is var (left, right) && AreAlike(left, right) ? left.Inner() : null;

    /// <summary>Empty where there are too many to be one step of the chain rule.</summary>
    public static List<IOperation> Of(IOperation product)
    {
        var (factors, open) = (new List<IOperation>(), new Stack<IOperation>());
        for (open.Push(product); open.Count > 0;)
        {
            var next = open.Pop().Inner();
            if (next is IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } negated) open.Push(negated.Operand);
            else if (Operands(next) is var (left, right))
            {
                open.Push(right);
                open.Push(left);
            }
            else factors.Add(next);
            if (factors.Count > MostFactors) return [];
        }

        return factors;
    }

    /// <summary>Whether the product is taken with a minus: <c>-dc * c * i</c>.</summary>
    public static bool IsNegative(IOperation product) => product.Inner() switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Minus } negated => !IsNegative(negated.Operand),
        var value when Operands(value) is var (left, right) => IsNegative(left) != IsNegative(right),
        _ => false,
    };

    public static bool AreAlike(IOperation x, IOperation y) => SyntaxFactory.AreEquivalent(x.Inner().Syntax, y.Inner().Syntax);

    public static bool Contains(List<IOperation> factors, IOperation factor) => factors.Exists(one => AreAlike(one, factor));
}
