using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// The derivatives from the output that stand in a type's code, <c>1 - x * x</c> and <c>x * (1 - x)</c>, as far as something
/// is odd about them: x is what an activation is applied to, or the output of another one. Code that is right ends at its
/// symbols, before any value of it is followed.
/// </summary>
internal static class OutputForms
{
    private const int LargestFormula = 40;

    public static IEnumerable<ActivationUse> In(TypeModel type)
    {
        if (type.Activating.IsEmpty) yield break;
        var roles = new SymbolRoles(type);
        foreach (var body in type.Bodies)
        {
            var odd = (Subtracts(body) ? body.Operations.Of(OperationKind.Binary, OperationKind.Invocation) : body.Calls).FindAll(operation => IsOdd(operation, roles));
            if (odd.Count == 0 || type.ValuesOf(body) is not { } values) continue;
            foreach (var operation in odd)
                if (Use(type, body, values, operation) is { } use) yield return use;
        }
    }

    // By the text: without a difference only a helper may be meant.
    private static bool Subtracts(MemberBody body) => body.Blocks.Any(block => TreeWords.Of(block.Syntax.SyntaxTree).Subtracts(block.Syntax.Span));

    private static bool IsOdd(IOperation operation, SymbolRoles roles) =>
        Shape(operation) is { } of && SymbolRoles.Root(of) is { } symbol && roles.IsKnown(symbol)
        && (operation.Inner() is IInvocationOperation { TargetMethod: var helper } product && !ElementwiseProducts.Is(product) ? roles.FromOutput(helper) : IsOneMinus(operation)) is { } isSquare
        && roles.IsOdd(symbol, isSquare);

    /// <summary>The x of <c>1 - x * x</c>, <c>x * (1 - x)</c>, <c>Slope(x)</c>, by their spelling; what it computes is run afterwards.</summary>
    private static IOperation? Shape(IOperation operation) => operation.Inner() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference when difference.LeftOperand.IsNumber(1) => difference.RightOperand.Inner() switch
        {
            var square when ElementwiseProducts.Operands(square) is var (left, right) && Alike(left, right) => left,
            IInvocationOperation { TargetMethod.Name: "Pow", Arguments: [var root, var power] } when power.Value.IsNumber(2) => root.Value,
            IInvocationOperation { TargetMethod.Name: "PointwisePower", Instance: { } root, Arguments: [var power] } when power.Value.IsNumber(2) => root,
            _ => null,
        },
        IInvocationOperation { IsVirtual: false, Arguments: [var only], TargetMethod.DeclaringSyntaxReferences.IsEmpty: false } => only.Value,
        var product when ElementwiseProducts.Operands(product) is var (left, right) => Other(left, right) ?? Other(right, left) ?? Apart(left, right) ?? Apart(right, left),
        _ => null,
    };

    // error * x * (1 - x) is (error * x) * (1 - x): the x is a factor of the other side.
    private static IOperation? Apart(IOperation factors, IOperation complement)
    {
        for (var part = factors; ElementwiseProducts.Operands(part) is var (left, right); part = left)
            if ((Other(right, complement) ?? (ElementwiseProducts.Is(left) ? null : Other(left, complement))) is { } of) return of;
        return null;
    }

    private static IOperation? Other(IOperation factor, IOperation complement) =>
        complement.Inner() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract } difference && difference.LeftOperand.IsNumber(1)
            && Alike(factor, difference.RightOperand) ? factor : null;

    private static bool IsOneMinus(IOperation operation) => operation.Inner() is IBinaryOperation { OperatorKind: BinaryOperatorKind.Subtract };

    private static ActivationUse? Use(TypeModel type, MemberBody body, MemberValues values, IOperation operation)
    {
        if (values.Evaluations.FirstOrDefault(one => one.Operation == operation) is not { } evaluation || evaluation.Term.Size > LargestFormula * 4) return null;
        if (Shape(operation) is not { } of || !values.Terms.TryGetValue(of, out var term)) return null;
        if (type.Meaning.Recognise(evaluation.Term, term) is { Form: Form.DerivativeFromOutput } meaning) return new ActivationUse(body, evaluation, meaning, term);
        return SlopeFactors.Of(evaluation, values.Terms) is { } product
            && ActivationUse.InProduct(body, evaluation, product, term, type.Meaning) is { Meaning.Form: Form.DerivativeFromOutput } use ? use : null;
    }

    private static bool Alike(IOperation x, IOperation y) =>
        SymbolRoles.Root(x) is { } symbol && SymbolEqualityComparer.Default.Equals(symbol, SymbolRoles.Root(y)) && x.Inner().Syntax.ToString() == y.Inner().Syntax.ToString();
}
