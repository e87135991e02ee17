using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// <c>var slope = f.Derivative(later.Dc); var ds = o * (up + later.Dh) * slope;</c>: of two gradients that a step left, one is
/// added to what the step before is handed, the other only makes a factor of it.
/// </summary>
internal static class LostFactor
{
    private const int DeepestLocal = 6;

    /// <summary>The product of both, where nothing else reads the gradient that the call is handed.</summary>
    public static IOperation? In(MemberBody body, IInvocationOperation call, ISymbol gradient, TypeModel type)
    {
        if (!IsReadOnce(body, call, gradient) || IsReadElsewhere(body.Member, gradient, type)) return null;
        foreach (var operation in body.Operations)
            if (operation is IBinaryOperation or IInvocationOperation && ProductParts.IsProduct(operation) && !ProductParts.IsProduct(operation.Parent ?? operation.Root())
                && ProductParts.Of(operation) is var factors && factors.Exists(factor => Initial(body, factor).Syntax == call.Syntax) && factors.Exists(factor => IsSum(body, factor, gradient))) return operation;
        return null;
    }

    // By this call; the object that it lies in goes nowhere as a whole.
    private static bool IsReadOnce(MemberBody body, IInvocationOperation call, ISymbol gradient) => Owner(call.Arguments[0].Value) is { } owner
        && body.Operations.TrueForAll(operation => operation switch
        {
            ILocalReferenceOperation { Local: var local } => !Same(local, owner) || operation.Parent is IMemberReferenceOperation,
            IMemberReferenceOperation read => !Same(read.Member, gradient) || call.Arguments[0].Syntax.Span.Contains(read.Syntax.Span) || IsTarget(read),
            _ => true,
        });

    // later of later.Dc
    private static ILocalSymbol? Owner(IOperation value) => value.Inner() switch
    {
        IArrayElementReferenceOperation element => Owner(element.ArrayReference),
        IMemberReferenceOperation { Instance: ILocalReferenceOperation { Local: var local } } => local,
        _ => null,
    };

    private static bool IsReadElsewhere(ISymbol here, ISymbol gradient, TypeModel type) => type.Compilation.SharedFacts.Index.Mentioning(gradient.Name)
        .Any(member => !Same(member, here) && type.Compilation.Bodies.BodyOf(member) is { } code
            && OperationParts.Exists(code, part => part is IMemberReferenceOperation read && Same(read.Member, gradient) && !IsTarget(read)));

    private static bool IsTarget(IMemberReferenceOperation read) => read.Parent is ISimpleAssignmentOperation set && ReferenceEquals(set.Target, read);

    // up + later.Dh: of what the member is handed and another gradient, which it leaves as well.
    private static bool IsSum(MemberBody body, IOperation factor, ISymbol gradient) => Initial(body, factor) is IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum
        && (IsHanded(body, sum.LeftOperand) && IsLeft(body, sum.RightOperand, gradient) || IsHanded(body, sum.RightOperand) && IsLeft(body, sum.LeftOperand, gradient));

    private static bool IsHanded(MemberBody body, IOperation value) => SymbolRoles.Root(value) is IParameterSymbol handed && Same(handed.ContainingSymbol, body.Member);

    private static bool IsLeft(MemberBody body, IOperation value, ISymbol gradient) => SymbolRoles.Root(value) is { Kind: SymbolKind.Field or SymbolKind.Property } other && !Same(other, gradient)
        && Same(other.ContainingType, gradient.ContainingType) && body.Operations.Exists(operation => operation is ISimpleAssignmentOperation set && Same(SymbolRoles.Root(set.Target), other));

    private static IOperation Initial(MemberBody body, IOperation factor)
    {
        var value = factor.Inner();
        for (var depth = 0; depth < DeepestLocal && value is ILocalReferenceOperation { Local: var local } && body.Initials.TryGetValue(local, out var initial); depth++) value = initial.Inner();
        return value;
    }

    private static bool Same(ISymbol? x, ISymbol? y) => SymbolEqualityComparer.Default.Equals(x, y);
}
