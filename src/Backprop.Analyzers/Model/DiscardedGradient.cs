using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Shapes = Backprop.Analyzers.Flow.Effects.Shapes;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>dc[i] *= f[i]</c> of an array that the method has made, as the last thing that is done with it: what an LSTM's step should
/// hand to the one before, computed and thrown away. Proved: nothing can read the product; what was there until then is the
/// delta of at least two other gradients; the factor is an element of something that the method was given; and another member of
/// the type lets a state that it hands on through a gate, so that this gradient is owed.
/// </summary>
internal static class DiscardedGradient
{
    private const int FewestUses = 2;

    private static readonly WordSet Making = new(["new"]);

    public static IEnumerable<IAssignmentOperation> In(TypeModel type)
    {
        if (!type.Activates) yield break;
        bool? isGated = null;
        foreach (var body in type.Bodies)
        {
            if (body is not { Member: IMethodSymbol { MethodKind: MethodKind.Ordinary }, Blocks.Length: 1 } || !MayBeIn(body.Blocks[0].Syntax) || body.Loops.Count == 0) continue;
            foreach (var operation in body.Operations)
                if (operation is IAssignmentOperation { Parent: IExpressionStatementOperation } store && Product(store) is var (array, index, factor) && IsGiven(body, factor)
                    && IsLost(body, store, array, index) && !body.HasErrors && (isGated ??= type.Activating.Any(other => !ReferenceEquals(other, body) && LetsThrough(type, other)))) yield return store;
        }
    }

    // By the text: a product with an element, in a member that makes an array.
    private static bool MayBeIn(SyntaxNode block) => TreeWords.Of(block.SyntaxTree) is var words
        && (words.Has("] *", block.Span) || words.Has("]*", block.Span)) && words.Mention(Making, block.Span);

    // dc[i] *= f[i], dc[i] = dc[i] * f[i]
    private static (ILocalSymbol Array, ILocalSymbol Index, IOperation Factor)? Product(IAssignmentOperation store)
    {
        if (Element(store.Target) is not var (array, index) || !Shapes.IsScalar(store.Target.Type)) return null;
        return store switch
        {
            ICompoundAssignmentOperation { OperatorKind: BinaryOperatorKind.Multiply } => (array, index, store.Value),
            ISimpleAssignmentOperation { Value: IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product } => IsSame(product.LeftOperand, array, index) ? (array, index, product.RightOperand)
                : IsSame(product.RightOperand, array, index) ? (array, index, product.LeftOperand) : null,
            _ => null,
        };
    }

    private static (ILocalSymbol Array, ILocalSymbol Index)? Element(IOperation operation) => operation is IArrayElementReferenceOperation
        { ArrayReference: ILocalReferenceOperation { Local: var array }, Indices: [ILocalReferenceOperation { Local: var index }] } ? (array, index) : null;

    private static bool IsSame(IOperation operand, ILocalSymbol array, ILocalSymbol index) => Element(operand) is var (other, at) && Same(other, array) && Same(at, index);

    private static bool Same(ISymbol one, ISymbol other) => SymbolEqualityComparer.Default.Equals(one, other);

    // An element of what a parameter or a field holds, or of what was taken from there.
    private static bool IsGiven(MemberBody body, IOperation factor)
    {
        if (factor is not (IArrayElementReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: false })) return false;
        for (var part = factor; ; )
        {
            switch (part)
            {
                case IArrayElementReferenceOperation element: part = element.ArrayReference; break;
                case IMemberReferenceOperation { Instance: { } owner }: part = owner; break;
                case ILocalReferenceOperation { Local: var local }: return body.Initials.TryGetValue(local, out var initial) && initial is IArrayElementReferenceOperation or IMemberReferenceOperation;
                case IParameterReferenceOperation or IInstanceReferenceOperation: return true;
                default: return false;
            }
        }
    }

    private static bool IsLost(MemberBody body, IAssignmentOperation store, ILocalSymbol array, ILocalSymbol index)
    {
        if (!body.Initials.TryGetValue(array, out var made) || made is not IArrayCreationOperation { Initializer: null } || store.LoopAround() is not IForLoopOperation loop || !loop.Locals.Contains(index, SymbolEqualityComparer.Default)) return false;
        // Each element once, and in no later round of a loop around.
        if (FlowRun.Sweep(loop) is not { } unit || !Same(unit, index) || !IsMadeIn(loop.LoopAround(), made)) return false;
        var uses = 0;
        foreach (var operation in body.Operations)
        {
            if (operation is not ILocalReferenceOperation { Local: var local } || !Same(local, array)) continue;
            if (operation.Parent is IPropertyReferenceOperation { Property.Name: "Length" }) continue;
            if (operation.Parent is not IArrayElementReferenceOperation element || !IsSame(element, array, index)) return false;
            if (!store.Syntax.Span.Contains(element.Syntax.Span) && (element.Syntax.SpanStart > store.Syntax.SpanStart || !ReferenceEquals(element.LoopAround(), loop))) return false;
            if (IsDelta(element, array)) uses++;
        }

        return uses >= FewestUses;
    }

    private static bool IsMadeIn(ILoopOperation? around, IOperation made) => around is null || around.Syntax.Span.Contains(made.Syntax.Span);

    // dz[k] = dc[i] * ...
    private static bool IsDelta(IOperation element, ILocalSymbol array)
    {
        var whole = element;
        while (whole.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } or IConversionOperation) whole = whole.Parent;
        return !ReferenceEquals(whole, element) && whole.Parent is IAssignmentOperation { Target: var target } && (Element(target) is not var (other, _) || !Same(other, array));
    }

    // c = f * c + ..., where c is what the member hands on to its next call
    private static bool LetsThrough(TypeModel type, MemberBody member)
    {
        if (member is not { Member: IMethodSymbol { MethodKind: MethodKind.Ordinary }, Blocks.Length: 1 } || member.HasErrors) return false;
        return type.StepOf(member) is { } step && step.Carries.Any(carry => step.Atoms.Find(carry.Read) is { } state
            && step.AtEnd(carry.Written).All.Any(term => term.Contains(state) && term.Atoms().Count() == 2 && term.Atoms().Any(step.Atoms.IsFunction)));
    }
}
