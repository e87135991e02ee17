using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// Two lists in locals that a member fills side by side, <c>sums.Add(z); outputs.Add(f(z));</c>, and of which it differentiates
/// the one: <c>f'(sums[sums.Count - l])</c>. Proved: whatever lies in the one was handed to the function, and what that made of
/// it lies in the other; both are only read beside that, and so is what lies in them. Which element it is, is not said.
/// </summary>
internal sealed class ParallelLists(SharedDerivative use, MemberValues values, CallEffects effects, TermMeaning meaning)
{
    private readonly MemberBody body = use.Body;

    /// <summary>Null where the call is not about an element of such a list.</summary>
    public HeldOutput? OutputOf(Func<Term, Applied?> forward)
    {
        if (ArgumentOf(use.Call) is not { } argument || ListUnder(argument) is not { } sums || !IsOnlyRead(sums)) return null;
        if (AdditionsTo(sums).ToArray() is not [var sum] || Made(sums) is not { Initializer: null }) return null;
        foreach (var operation in body.Calls)
            if (IsAddition(operation) && operation is IInvocationOperation output && LocalOf(output.Instance) is { } outputs && !Same(outputs, sums)
                && Holds(sum, output, forward) && Dominance.AreTogether(sum, output) && IsOnlyRead(outputs) && IsReadOnlyItem(sum) && IsReadOnlyItem(output))
                return new HeldOutput(outputs.Name, output.Syntax.GetLocation(), IsCertain: false);
        return null;
    }

    private static IOperation? ArgumentOf(IInvocationOperation call) =>
        call.Arguments.Where(one => one.Parameter is { } parameter && Applied.IsNumbers(parameter.Type)).ToArray() is [var only] ? only.Value.Inner() : null;

    // sums[i], sums.Last(); var z = sums[i], and never another
    private ILocalSymbol? ListUnder(IOperation element, bool mayBeLocal = true) => element switch
    {
        ILocalReferenceOperation { Local: var local } when mayBeLocal => body.Initials.TryGetValue(local, out var initial) && !References(local).Any(IsSet) ? ListUnder(initial.Inner(), mayBeLocal: false) : null,
        IPropertyReferenceOperation { Property.IsIndexer: true } indexed => LocalOf(indexed.Instance),
        IImplicitIndexerReferenceOperation fromEnd => LocalOf(fromEnd.Instance),
        IArrayElementReferenceOperation { ArrayReference: var item } => ListUnder(item.Inner(), mayBeLocal), // sums[l][i]
        IInvocationOperation { TargetMethod: { IsExtensionMethod: true, DeclaringSyntaxReferences.IsEmpty: true, Name: "Last" or "First" or "ElementAt", ContainingType.Name: "Enumerable" }, Arguments: [var list, ..] } => LocalOf(list.Value),
        _ => null,
    };

    private static ILocalSymbol? LocalOf(IOperation? list) => (list?.Inner() as ILocalReferenceOperation)?.Local;

    private bool Holds(IInvocationOperation sum, IInvocationOperation output, Func<Term, Applied?> forward) =>
        values.Terms.TryGetValue(sum.Arguments[0].Value, out var handed) && values.Terms.TryGetValue(output.Arguments[0].Value, out var made)
        && (IsOutput(handed, made, forward, sum) || IsActivated(made, handed, sum));

    private bool IsOutput(Term handed, Term made, Func<Term, Applied?> forward, IInvocationOperation sum) => forward(made) is { } applied && (Snapshot.ContainerOf(applied.Argument).Equals(Snapshot.ContainerOf(handed)) || IsOneLocal(sum.Arguments[0].Value, ArgumentOf(applied.Call)))
        && Unifier.Match(applied.Selector, use.Applied.Selector, anyVersion: true) is not null;

    // activations.Add(z.Select(Sigmoid).ToArray()), of a function that the catalog knows
    private bool IsActivated(Term made, Term handed, IInvocationOperation sum) => use.Pair.Implementations is [{ Activation: { } activation }]
        && Cuts.Of(made).FirstOrDefault(cut => Snapshot.ContainerOf(cut).Equals(Snapshot.ContainerOf(handed)) || IsNamed(cut, (made as Computation)?.Operation, sum)) is { } of
        && meaning.Recognise(made, of) is { Form: Form.Function } found && found.Activation.Equals(activation);

    private bool IsNamed(Term value, IOperation? within, IInvocationOperation sum) => LocalOf(sum.Arguments[0].Value) is { } local && !References(local).Any(IsSet)
        && within?.Descendants().Any(part => Same(LocalOf(part), local) && values.Terms.TryGetValue(part, out var named) && named.Equals(value)) == true;

    // sums.Add(z) may have done what it likes with z, as far as the values say; that z is only read is asked elsewhere.
    private bool IsOneLocal(IOperation handed, IOperation? argument) =>
        LocalOf(handed) is { } local && Same(LocalOf(argument), local) && !References(local).Any(IsSet);

    // new List<Vector>(), new List<Vector> { x }
    private IObjectCreationOperation? Made(ILocalSymbol list) =>
        body.Initials.TryGetValue(list, out var made) && made.Inner() is IObjectCreationOperation { Arguments.IsEmpty: true } creation ? creation : null;

    private IEnumerable<IInvocationOperation> AdditionsTo(ILocalSymbol list) =>
        body.Calls.Where(IsAddition).Cast<IInvocationOperation>().Where(call => Same(LocalOf(call.Instance), list));

    private static bool IsAddition(IOperation operation) => operation is IInvocationOperation { TargetMethod.ContainingType.Name: "List" } call && FilledLists.IsAddition(call);

    private IEnumerable<IOperation> References(ILocalSymbol local) => body.Operations.Where(operation => operation is ILocalReferenceOperation reference && Same(reference.Local, local));

    // What was added may be known by a name as well.
    private bool IsReadOnlyItem(IInvocationOperation addition) => LocalOf(addition.Arguments[0].Value) is not { } local || References(local).All(item => IsRead(item, 1));

    /// <summary>A list of its own, made here, of which nothing is replaced, and which nobody else gets.</summary>
    private bool IsOnlyRead(ILocalSymbol list) => Made(list) is not null
        && References(list).All(reference => reference.Outer() switch
        {
            IInvocationOperation call => IsAddition(call),
            IPropertyReferenceOperation { Property.IsIndexer: false } => true, // sums.Count
            IPropertyReferenceOperation or IImplicitIndexerReferenceOperation => IsRead(reference.Outer()!, 1),
            IArgumentOperation { Parent: IInvocationOperation last } => Same(ListUnder(last), list) && IsRead(last, 1),
            _ => false,
        });

    // Handed to what only computes, or known by another name of which the same holds.
    private bool IsRead(IOperation value, int names) => value.Outer() switch
    {
        IArgumentOperation { Parent: IInvocationOperation call } => call == use.Call || IsAddition(call) || IsQuery(call, value) || effects.Of(call).WritesNothing,
        IArgumentOperation { Parent: IObjectCreationOperation } => false,
        IInvocationOperation call => effects.Of(call).WritesNothing,
        IBinaryOperation or IUnaryOperation => true,
        ISimpleAssignmentOperation set => set.Target == value && value is ILocalReferenceOperation,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation named } => names > 0 && References(named.Symbol).All(other => IsRead(other, names - 1)),
        IArrayElementReferenceOperation { Type: { } item } element => Shape.IsNumber(item) && !IsSet(element),
        IPropertyReferenceOperation { Type: { } item } element => Shape.IsNumber(item) && !IsSet(element),
        _ => false,
    };

    // z.Select(Sigmoid): what it runs is handed the numbers alone
    private static bool IsQuery(IInvocationOperation call, IOperation value) => call.TargetMethod is { IsExtensionMethod: true, DeclaringSyntaxReferences.IsEmpty: true, ContainingType.Name: "Enumerable" }
        && value.Type is IArrayTypeSymbol { ElementType: var item } && Shape.IsNumber(item);

    private static bool IsSet(IOperation target) => target.Parent switch
    {
        IAssignmentOperation set => set.Target == target,
        IIncrementOrDecrementOperation => true,
        IArgumentOperation { Parameter.RefKind: not RefKind.None } => true,
        ITupleOperation => true,
        _ => false,
    };

    private static bool Same(ISymbol? x, ISymbol? y) => x is not null && SymbolEqualityComparer.Default.Equals(x, y);
}
