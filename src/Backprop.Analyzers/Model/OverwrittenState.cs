using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Shapes = Backprop.Analyzers.Flow.Effects.Shapes;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A cell that keeps its state in a field: <c>c = f * c + i * g</c>. The gradient of f is multiplied with the state that the step
/// began with, which the step itself has overwritten: <c>df = dc * c</c> finds the new one. Proved: one member computes the gate,
/// keeps it, lets the state through it and stores the result in its place; no other member sets the state; and another member
/// computes something all of whose products hold that state, the gate and a gradient from outside.
/// </summary>
internal sealed record OverwrittenState(Store Store, string State, string Gate)
{
    public static IEnumerable<OverwrittenState> In(TypeModel type)
    {
        if (!type.Activates) yield break;
        foreach (var step in type.Activating)
            foreach (var state in Kept(step))
                if (!step.HasErrors && Users(type, step, state) is { Count: > 0 } users && IsSetBy(step, type, state))
                    foreach (var found in new Search(type, step, state).In(users)) yield return found;
    }

    // c[i] = f[i] * c[i] + ..., c = f * c + ...
    private static IEnumerable<ISymbol> Kept(MemberBody step)
    {
        if (step is not { Member: IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false }, Blocks.Length: 1 }) yield break;
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in step.Operations)
            if (operation is ISimpleAssignmentOperation { Target: var target, Value: IBinaryOperation value } && OwnField(target) is { DeclaredAccessibility: Accessibility.Private } state
                && value.Descendants().Any(part => IsMultiplied(part, state)) && seen.Add(state)) yield return state;
    }

    // f * c, f.PointwiseMultiply(c)
    private static bool IsMultiplied(IOperation part, ISymbol state) => part switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply } product => IsOf(product.LeftOperand, state) || IsOf(product.RightOperand, state),
        IInvocationOperation { Instance: { } owner, Arguments: [var only] } => IsOf(owner, state) || IsOf(only.Value, state),
        _ => false,
    };

    private static bool IsOf(IOperation operand, ISymbol state) => SymbolEqualityComparer.Default.Equals(OwnField(operand), state);

    private static IFieldSymbol? OwnField(IOperation place) => place switch
    {
        IConversionOperation conversion => OwnField(conversion.Operand),
        IArrayElementReferenceOperation element => OwnField(element.ArrayReference),
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field,
        _ => null,
    };

    // The others that multiply with it.
    private static List<MemberBody> Users(TypeModel type, MemberBody step, ISymbol state) => type.Bodies.Where(body => !ReferenceEquals(body, step)
        && body is { Member: IMethodSymbol { MethodKind: MethodKind.Ordinary, IsStatic: false }, Blocks: [{ Syntax: var block }] }
        && TreeWords.Of(block.SyntaxTree).Mention(state.Name, block.Span, 1) && !body.HasErrors).ToList();

    // Elsewhere only a constructor, or something that makes it anew, sets it; nobody is handed it.
    private static bool IsSetBy(MemberBody step, TypeModel type, ISymbol state) => type.Bodies.All(body => ReferenceEquals(body, step)
        || body.Member is IMethodSymbol { MethodKind: MethodKind.Constructor } or IFieldSymbol
        || body.Operations.TrueForAll(operation => !SymbolEqualityComparer.Default.Equals(operation.Named(), state) || IsRead(operation)));

    // What reads an element, asks for the length or takes part in a computation; `c = new double[n]` begins anew.
    private static bool IsRead(IOperation state) => state.Parent switch
    {
        IArrayElementReferenceOperation { Parent: var use } element => !(use is IAssignmentOperation set && ReferenceEquals(set.Target, element)
            || use is IIncrementOrDecrementOperation or IArgumentOperation { Parameter.RefKind: not RefKind.None }),
        IMemberReferenceOperation or IBinaryOperation or IUnaryOperation => true,
        IConversionOperation conversion => IsRead(conversion),
        ISimpleAssignmentOperation set when ReferenceEquals(set.Target, state) => set.Value is IArrayCreationOperation,
        IArgumentOperation { Parameter.RefKind: RefKind.None, Value: var value, Parent: IInvocationOperation call } => Shapes.IsScalar(value.Type) || IsArithmetic(call),
        IInvocationOperation call => IsArithmetic(call),
        _ => false,
    };

    // dc.PointwiseMultiply(c)
    private static bool IsArithmetic(IInvocationOperation call) => call is { Instance.Type: { } owner, TargetMethod: { ReturnsVoid: false } method } && !method.IsFromSource() && SymbolEqualityComparer.Default.Equals(owner, call.Type);

    private sealed class Search(TypeModel type, MemberBody step, ISymbol state)
    {
        public IEnumerable<OverwrittenState> In(List<MemberBody> users)
        {
            if (type.StepOf(step) is not { } forward || Gates(forward) is not { Count: > 0 } gates) yield break;
            foreach (var user in users)
            {
                if (forward.Entered.Contains(user.Member, SymbolEqualityComparer.Default) || type.StepOf(user) is not { } back) continue;
                foreach (var gate in gates)
                    if (back.Log.Stores.FirstOrDefault(store => IsGradientOf(back, store, gate, forward)) is { } store) yield return new OverwrittenState(store, state.Name, gate.Name);
            }
        }

        // w of w[i][j]
        private static ISymbol? FieldOf(Place? place) => place switch
        {
            { Key.Kind: KeyKind.Elements or KeyKind.Index, Parent: var whole } => FieldOf(whole),
            { Key: { Kind: KeyKind.Member, Data: ISymbol field }, Parent: { Key.Data: "this" } } => field,
            _ => null,
        };

        private bool IsState(LoopTransfer run, int atom) => SymbolEqualityComparer.Default.Equals(FieldOf(run.Atoms.PlaceOf(atom)), state);

        // The fields that keep what the state is multiplied with on its way: functions of a sum of weighted inputs, as another one that goes in is.
        private List<ISymbol> Gates(LoopTransfer forward)
        {
            var kept = forward.Log.Stores.Where(store => FieldOf(store.Place) is not null && store.Value.Single is { } atom && forward.Atoms.IsFunction(atom) && IsWeighted(forward, atom)).ToList();
            if (kept.Select(store => store.Value.Atoms).Distinct().Take(2).Count() < 2) return [];
            var through = new HashSet<int>(forward.Log.Stores.Where(store => SymbolEqualityComparer.Default.Equals(FieldOf(store.Place), state))
                .SelectMany(store => store.Value.All).Where(term => term.Atoms().Count() == 2 && term.Atoms().Any(atom => IsState(forward, atom))).SelectMany(term => term.Atoms()));
            return kept.Where(store => store.Value.Single is { } atom && through.Contains(atom)).Select(store => FieldOf(store.Place)).OfType<ISymbol>().Distinct(SymbolEqualityComparer.Default).ToList();
        }

        // w * x: a field that stays as it is, and what the step is handed.
        private static bool IsWeighted(LoopTransfer forward, int function) => forward.Atoms.DeepTerms(Terms.Of(function)).Any(term =>
            term.Atoms().Any(atom => FieldOf(forward.Atoms.PlaceOf(atom)) is not null && forward.Atoms.PlaceOf(atom) is { } place && forward.IsInvariant(place))
            && term.Atoms().Any(atom => IsForeign(forward, atom)));

        // dc * c * f * (1 - f)
        private bool IsGradientOf(LoopTransfer back, Store store, ISymbol gate, LoopTransfer forward)
        {
            var products = store.Value.All.Where(term => !back.IsKept(term, store.Place)).ToList();
            if (products.Count == 0) return false;
            var own = new HashSet<ISymbol>(forward.Writes.Select(FieldOf).OfType<ISymbol>(), SymbolEqualityComparer.Default);
            return products.TrueForAll(term => term.Atoms().Any(atom => IsState(back, atom)) && term.Atoms().Any(atom => IsOf(back, atom, gate, own)) && term.Atoms().Any(atom => IsForeign(back, atom)));
        }

        // The gate, or a function of it and of nothing else that the step stores.
        private static bool IsOf(LoopTransfer back, int atom, ISymbol gate, HashSet<ISymbol> own)
        {
            var fields = back.Atoms.PlacesOf(Term.Of(atom)).Select(FieldOf).OfType<ISymbol>().Where(own.Contains).Distinct(SymbolEqualityComparer.Default).ToList();
            return fields is [var only] && SymbolEqualityComparer.Default.Equals(only, gate);
        }

        // What the caller hands over.
        private static bool IsForeign(LoopTransfer run, int atom) => run.Atoms.PlaceOf(atom) is { } place && place.Origin.Key.Data is IParameterSymbol;
    }
}
