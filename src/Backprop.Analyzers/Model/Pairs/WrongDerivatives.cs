using System.Collections.Concurrent;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// The derivatives of a type that are not the derivatives of their functions, although the methods they implement belong
/// together as a function and its derivative: in other types that have them they are that. Only types with such
/// relatives, of which one may evaluate something costly, are looked into.
/// </summary>
internal sealed class WrongDerivatives(DerivativePairs pairs, Hierarchy hierarchy, ActivationCalls activations, GradientUse uses)
{
    private readonly ConcurrentDictionary<IMethodSymbol, bool> backpropagated = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> families = new(SymbolEqualityComparer.Default);

    public bool MayBeIn(INamedTypeSymbol type) => MayHaveRelatives(type) && Roots(type).Any(IsFamily);

    /// <summary>True for a type that implements, or derives from, one of the source: asked before anything is known of the compilation.</summary>
    public static bool HasRelatives(INamedTypeSymbol type) => MayHaveRelatives(type) && Roots(type).Any();

    private static bool MayHaveRelatives(INamedTypeSymbol type) => type.TypeKind is TypeKind.Class or TypeKind.Struct && !type.IsStatic;

    /// <summary>Each with the symbol that the type declares and that a report belongs to.</summary>
    public IEnumerable<(IMethodSymbol At, DerivativePair Pair, PairImplementation Wrong)> In(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (!MayBeIn(type)) yield break;
        var reported = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var slot in Slots(type))
        {
            if (pairs.Of(slot, cancellation) is not { } pair) continue;
            foreach (var one in pair.Implementations)
                if (one.Meaning.Verdict == Meaning.PairVerdict.Neither && SymbolEqualityComparer.Default.Equals(one.Type, type)
                    && Declared(one, type) is { } at && reported.Add(at) && IsBackpropagated(pair, cancellation))
                    yield return (at, pair, one);
        }
    }

    private bool IsBackpropagated(DerivativePair pair, CancellationToken cancellation) =>
        backpropagated.GetOrAdd(pair.Derivative, _ => pair.Implementations.Any(one => one.IsOfNetworks && PairSearch.IsFit(one.Meaning))
            && (AreActivations(pair) || uses.Of(pair, cancellation)));

    // A library that leaves the backward pass to others: tanh and its derivative beside sigmoid and what should be its own. A
    // step beside relu may be a decision, and says nothing.
    private static bool AreActivations(DerivativePair pair) =>
        pair.Implementations.Any(one => one is { IsOfNetworks: true, IsStraight: false, Activation: { Kinks.Count: 0 } } && PairSearch.IsFit(one.Meaning))
        && pair.Implementations.Where(one => one is { IsOfNetworks: true, IsStraight: false }).Select(one => one.Forward).Distinct<ISymbol>(SymbolEqualityComparer.Default).Count() > 1;

    /// <summary>What the type's own methods implement or override, and what they leave to the base class.</summary>
    private static IEnumerable<IMethodSymbol> Slots(INamedTypeSymbol type) => Roots(type)
        .SelectMany(root => root.GetMembers().OfType<IMethodSymbol>())
        .Where(method => !method.IsStatic && (method.IsAbstract || method.IsVirtual) && !method.IsOverride && DerivativePairs.IsCandidate(method));

    // A subclass that has a function of its own and leaves the derivative to its base is wrong where it says the function.
    private static IMethodSymbol? Declared(PairImplementation one, INamedTypeSymbol type) =>
        SymbolEqualityComparer.Default.Equals(one.Derivative.ContainingType, type) ? one.Derivative
        : SymbolEqualityComparer.Default.Equals(one.Forward.ContainingType, type) ? one.Forward
        : null;

    private static IEnumerable<INamedTypeSymbol> Roots(INamedTypeSymbol type)
    {
        foreach (var implemented in type.AllInterfaces)
            if (implemented.IsWritten()) yield return implemented.OriginalDefinition;
        foreach (var above in Hierarchy.SelfAndBases(type.BaseType)) yield return above;
    }

    // What the cheapest answers comes first: most roots have no such member, one implementation, or members that compute nothing.
    private bool IsFamily(INamedTypeSymbol root) => families.GetOrAdd(root, key => Candidates(key) is { Count: > 0 } slots
        && hierarchy.ConcreteTypesOf(key) is { Length: > 1 } types && types.Any(activations.IsMentionedIn) && slots.Exists(activations.Evaluates));

    private List<IMethodSymbol> Candidates(INamedTypeSymbol root)
    {
        var found = new List<IMethodSymbol>();
        foreach (var member in root.GetMembers())
            if (member is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } slot
                && (slot.ReturnsVoid || activations.IsCostlyName(slot.Name)) && DerivativePairs.IsCandidate(slot)) found.Add(slot);
        return found;
    }
}
