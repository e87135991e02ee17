using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>The members that hand over an output, or a pre-activation, and where one of those was activated.</summary>
internal sealed record AgreedCallers(Location Activated, int Count);

/// <summary>
/// What all callers of a derivative hand it. Proved: every call of it in the compilation's code is handed the output, or every one
/// the pre-activation; where one call is not understood, or there is none, nothing is said. A method that is a derivative itself, of the same activations,
/// stands for its callers. Kept per compilation.
/// </summary>
internal sealed class HandedOver(CompilationModel compilation)
{
    private const int MostMembers = 60;

    private readonly ConcurrentDictionary<IMethodSymbol, AgreedCallers?> outputs = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, AgreedCallers?> inputs = new(SymbolEqualityComparer.Default);

    private delegate Location? Judge(SharedDerivative use, MemberValues values, HashSet<Region> written);

    /// <summary>Those that hand over the output, where all callers do; null where that is not so of all.</summary>
    public AgreedCallers? AlwaysOutput(DerivativePair pair, CancellationToken cancellation) => outputs.TryGetValue(pair.Derivative, out var callers) ? callers
        : outputs[pair.Derivative] = Find(pair, (use, _, written) => HandedOutput.Of(use, compilation, written, cancellation), cancellation);

    /// <summary>Those that hand over the pre-activation, where all callers do.</summary>
    public AgreedCallers? AlwaysInput(DerivativePair pair, CancellationToken cancellation) => inputs.TryGetValue(pair.Derivative, out var callers) ? callers
        : inputs[pair.Derivative] = Find(pair, (use, values, written) => HandedInput.Of(use, values, compilation, written, cancellation), cancellation);

    private AgreedCallers? Find(DerivativePair pair, Judge judge, CancellationToken cancellation)
    {
        AgreedCallers? agreed = null;
        var open = new Queue<DerivativePair>([pair]);
        for (var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { pair.Derivative }; open.Count > 0;)
        {
            var asked = open.Dequeue();
            var members = compilation.SharedFacts.Index.Mentioning(asked.Derivative.Name);
            if (members.Length > MostMembers) return null;
            foreach (var member in members)
            {
                if (compilation.Bodies.BodyOf(member) is not { } block) return null;
                // Handed on as a function: who calls it then is not seen.
                if (block.Descendants().OfType<IMethodReferenceOperation>().Any(reference => IsOf(reference.Method, asked))) return null;
                if (!block.Descendants().OfType<IInvocationOperation>().Any(call => IsOf(call.TargetMethod, asked))) continue;
                if (WrapperOf(asked, member, cancellation) is { } wrapper)
                {
                    if (seen.Add(wrapper.Derivative)) open.Enqueue(wrapper);
                }
                else if (Activated(member, block, asked, judge, cancellation) is { } activated) agreed = new(agreed?.Activated ?? activated, (agreed?.Count ?? 0) + 1);
                else return null;
            }
        }

        return agreed;
    }

    // Matrix Derivative(Matrix z), which applies Derivative(double z) to each element: what it is handed it hands on.
    private DerivativePair? WrapperOf(DerivativePair inner, IMethodSymbol member, CancellationToken cancellation) =>
        compilation.Pairs.Of(member, cancellation) is { } outer && outer.Reading == inner.Reading && !IsOf(member, inner)
        && outer.Implementations.Length == inner.Implementations.Length
        && outer.Implementations.All(one => inner.Implementations.Any(other => SymbolEqualityComparer.Default.Equals(one.Type, other.Type)))
            ? outer
            : null;

    /// <summary>Where the values that one member hands over were activated; null where one of them was not, as far as is known.</summary>
    private Location? Activated(IMethodSymbol member, IOperation block, DerivativePair pair, Judge judge, CancellationToken cancellation)
    {
        var body = new MemberBody(member, ImmutableArray.Create(block));
        if (compilation.WalkOf(member, block, cancellation) is not { } values) return null;
        var written = DirectWrites.Of(body, compilation.Effects);
        Location? first = null;
        foreach (var call in SharedDerivative.In(body, values, compilation, cancellation).Where(use => IsOf(use.Pair.Derivative, pair)))
        {
            if (judge(call, values, written) is not { } activated) return null;
            first ??= activated;
        }

        return first;
    }

    private static bool IsOf(IMethodSymbol method, DerivativePair pair) => method.Name == pair.Derivative.Name
        && SymbolEqualityComparer.Default.Equals(Slot.Of(method), Slot.Of(pair.Derivative));
}
