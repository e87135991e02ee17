using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// What all callers of a derivative hand it. Proved: every call of it in the compilation's code is handed the output; where one
/// call is not understood, or there is none, nothing is said. Kept per compilation.
/// </summary>
internal sealed class HandedOver(CompilationModel compilation)
{
    private const int MostMembers = 60;

    private readonly ConcurrentDictionary<IMethodSymbol, Location?> known = new(SymbolEqualityComparer.Default);

    /// <summary>Where the value that all callers hand over was activated; null where that is not so of all.</summary>
    public Location? AlwaysOutput(DerivativePair pair, CancellationToken cancellation)
    {
        if (known.TryGetValue(pair.Derivative, out var location)) return location;
        return known[pair.Derivative] = Find(pair, cancellation);
    }

    private Location? Find(DerivativePair pair, CancellationToken cancellation)
    {
        var members = compilation.SharedFacts.Index.Mentioning(pair.Derivative.Name);
        if (members.Length > MostMembers) return null;
        Location? first = null;
        foreach (var member in members)
        {
            if (compilation.Bodies.BodyOf(member) is not { } block) return null;
            var body = new MemberBody(member, ImmutableArray.Create(block));
            if (!SharedDerivative.MayBeIn(body, compilation, cancellation)) continue;
            if (compilation.WalkOf(member, block, cancellation) is not { } values) return null;
            var calls = SharedDerivative.In(body, values, compilation, cancellation).Where(use => IsOf(use, pair)).ToArray();
            if (calls.Length == 0) continue;
            var written = DirectWrites.Of(body, compilation.Effects);
            foreach (var call in calls)
            {
                if (HandedOutput.Of(call, compilation, written, cancellation) is not { } activated) return null;
                first ??= activated;
            }
        }

        return first;
    }

    private static bool IsOf(SharedDerivative use, DerivativePair pair) =>
        SymbolEqualityComparer.Default.Equals(Slot.Of(use.Pair.Derivative), Slot.Of(pair.Derivative));
}
