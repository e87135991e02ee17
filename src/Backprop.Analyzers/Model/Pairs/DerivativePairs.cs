using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// Finds the function to which a method is the derivative, among the methods beside it: the one of which it is the
/// derivative, by running both, in at least one type that has them. Names have no say. One per compilation, kept with all
/// that was learned; may be asked from several threads.
/// </summary>
internal sealed class DerivativePairs
{
    private const int MostCandidates = 24;

    /// <summary>A type with more functions than that is a library of mathematics, not a set of activations.</summary>
    private const int MostBeside = 60;
    private const int MostParameters = 5;

    private readonly ConcurrentDictionary<IMethodSymbol, DerivativePair?> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, DerivativePair?> slots = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, Family> families = new(SymbolEqualityComparer.Default);
    private readonly Hierarchy hierarchy;
    private readonly Gate gate;
    private readonly PairRuns runs;
    private readonly HeldFunctions held;
    private readonly SelectorTable selectors;

    public DerivativePairs(Hierarchy hierarchy, Gate gate, PairRuns runs, HeldFunctions held, SelectorTable selectors)
    {
        this.hierarchy = hierarchy;
        this.gate = gate;
        this.runs = runs;
        this.held = held;
        this.selectors = selectors;
    }

    /// <summary>The pair that a method is the derivative of, whatever a call site names: an interface's, a base's, its own method.</summary>
    public DerivativePair? Of(IMethodSymbol derivative, CancellationToken cancellation)
    {
        var asked = (derivative.ReducedFrom ?? derivative).OriginalDefinition;
        if (!IsCandidate(asked)) return null;
        if (known.TryGetValue(asked, out var pair)) return pair;
        return known[asked] = Find(asked, cancellation);
    }

    private DerivativePair? Find(IMethodSymbol asked, CancellationToken cancellation)
    {
        var slot = Slot.Of(asked);
        if (OfSlot(slot, cancellation) is { } pair)
            return SymbolEqualityComparer.Default.Equals(slot, asked) ? pair : Within(pair, asked);
        // An interface with the derivative alone: the function is a member of the class.
        return SymbolEqualityComparer.Default.Equals(slot, asked) ? CasesOf(asked) : OfSlot(asked, cancellation);
    }

    // Derive(kind, x) tells the activations apart itself.
    private DerivativePair? CasesOf(IMethodSymbol asked) => SelectorTable.MayTellApart(asked) && gate.MayActivate(asked) ? selectors.CasesOf(asked) : null;

    private DerivativePair? OfSlot(IMethodSymbol slot, CancellationToken cancellation)
    {
        if (slots.TryGetValue(slot, out var pair)) return pair;
        var family = families.GetOrAdd(slot.ContainingType, type => new Family(type, hierarchy, gate));
        var beside = family.Types.IsEmpty || !family.IsOfNetworks ? [] : Beside(slot).Take(MostBeside + 1).ToArray();
        var best = beside.Length > MostBeside ? null : beside.Take(MostCandidates)
            .Select(forward => PairSearch.Of(forward, slot, family, runs, cancellation))
            .OfType<DerivativePair>()
            .OrderByDescending(found => found.Implementations.Count(one => IsFit(one) && !one.IsStraight))
            .ThenByDescending(found => IsOfSameShape(found.Forward, slot))
            .ThenByDescending(found => found.Forward.IsAbstract == slot.IsAbstract && found.Forward.IsVirtual == slot.IsVirtual)
            .FirstOrDefault();
        return slots[slot] = best ?? (beside.Length is 0 or > MostBeside ? null : held.Of(slot, beside));
    }

    // Matrix Derivative(Matrix) belongs to Matrix Function(Matrix), not to the overload for numbers that it calls.
    private static bool IsOfSameShape(IMethodSymbol forward, IMethodSymbol derivative) =>
        SymbolEqualityComparer.Default.Equals(forward.ReturnType, derivative.ReturnType)
        && forward.Parameters.Any(parameter => derivative.Parameters.Any(other => SymbolEqualityComparer.Default.Equals(parameter.Type, other.Type)));

    /// <summary>A call on a class runs its methods and those of its subclasses.</summary>
    private DerivativePair? Within(DerivativePair pair, IMethodSymbol asked)
    {
        var types = new HashSet<INamedTypeSymbol>(hierarchy.ConcreteTypesOf(asked.ContainingType), SymbolEqualityComparer.Default);
        var inside = pair.Implementations.Where(one => types.Contains(one.Type)).ToImmutableArray();
        return inside.IsEmpty ? null : pair with { Derivative = asked, Implementations = inside, Reading = PairSearch.Reading(inside) };
    }

    /// <summary>What may be the function of a derivative: in its type, or above it.</summary>
    public static IEnumerable<IMethodSymbol> Beside(IMethodSymbol slot) => Above(slot.ContainingType)
        .SelectMany(type => type.GetMembers().OfType<IMethodSymbol>())
        .Where(method => !SymbolEqualityComparer.Default.Equals(method, slot) && method.IsStatic == slot.IsStatic && !method.IsOverride && IsCandidate(method));

    private static IEnumerable<INamedTypeSymbol> Above(INamedTypeSymbol type) => type.TypeKind == TypeKind.Interface
        ? type.AllInterfaces.Prepend(type).Where(SourceSymbols.IsWritten).Select(one => one.OriginalDefinition)
        : Hierarchy.SelfAndBases(type);

    /// <summary>By its signature alone: numbers in, numbers out.</summary>
    public static bool IsCandidate(IMethodSymbol method) =>
        method.MethodKind is MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation
        && method.IsWritten() && !method.IsAsync && method.Parameters.Length <= MostParameters
        && (method.ReturnsVoid ? method.Parameters.Length > 0 : Shape.IsReal(method.ReturnType) || IsContainer(method.ReturnType))
        && method.Parameters.All(parameter => (Shape.IsNumeric(parameter.Type) || SelectorTable.IsSelector(parameter.Type)) && parameter.RefKind != RefKind.Out)
        && (method.Parameters.IsEmpty || method.Parameters.Any(parameter => Shape.IsReal(parameter.Type) || IsContainer(parameter.Type)));

    private static bool IsContainer(ITypeSymbol type) => !Shape.IsNumber(type) && Shape.IsNumeric(type);

    private static bool IsFit(PairImplementation one) => PairSearch.IsFit(one.Meaning);
}
