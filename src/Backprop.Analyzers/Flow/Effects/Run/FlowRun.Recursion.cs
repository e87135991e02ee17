using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Effects;

/// <summary>
/// A method that calls itself for the neighbouring step: one run is one step, and what it hands to the call is what its
/// parameters hold when the next run begins.
/// </summary>
internal sealed partial class FlowRun
{
    private readonly Dictionary<Place, (IInvocationOperation Call, FlowValue Value)> handedOn = new();
    private Recursion? recursion;

    public void RunRecursion(Recursion steps)
    {
        recursion = steps;
        foreach (var parameter in steps.Zeros.OfType<IParameterSymbol>()) state.Set(Root(parameter, parameter.Type), FlowValue.Zero);
        Enter(steps.Body);
    }

    private bool IsRecursion(IMethodSymbol method) => recursion is { Given: null } && frame.Caller is null && loopRun
        && SymbolEqualityComparer.Default.Equals(recursion.Method, method.OriginalDefinition);

    private FlowValue Recur(IInvocationOperation call, ImmutableArray<FlowValue> arguments)
    {
        var ordered = InOrder(call.Arguments, arguments, call.TargetMethod);
        for (var i = 0; i < ordered.Length; i++)
        {
            if (recursion?.Method.Parameters[i] is not { } parameter || SymbolEqualityComparer.Default.Equals(parameter, link?.Step)) continue;
            handedOn[Root(parameter, parameter.Type)] = (call, ordered[i]);
        }

        return FlowValue.One;
    }

    // Only after everything that the run does itself.
    private void HandOn()
    {
        foreach (var handed in handedOn)
        {
            var (place, (call, value)) = (handed.Key, handed.Value);
            if (IsKeptAs(place, value)) continue;
            if (!Shapes.IsInteger(place.Type)) Log.Stores.Add(new Store(call, call, place, Content(value), false, false));
            Write(place, value, strong: true);
        }
    }

    // The object that the run was handed itself.
    private bool IsKeptAs(Place place, FlowValue value) => state.Find(place) is null or { Targets.Count: 1 }
        && value.Terms.IsZero && value.Targets.Count == 1 && value.Targets.Contains(place);

    private void TakeStep(Recursion steps, Place step)
    {
        if (steps.Link is { Step: null } || steps.Given is not null) frame = frame with { This = FlowValue.Object(step) };
        if (steps.Given is { } given && steps.Link is { } from && Position is not null && chain is not null)
            state.Set(Root(given, given.Type), FlowValue.Object(chain.Child(Key.Index(LinearIndex.Of(Position).Plus(LinearIndex.Constant(from.Stride), 1)), given.Type, places)));
    }

    private bool IsShared(Place owner, Key key) => recursion is not null && chain is not null && ReferenceEquals(owner.Parent, chain)
        && key is { Kind: KeyKind.Member, Data: ISymbol member } && recursion.Shared.Contains(member);
}
