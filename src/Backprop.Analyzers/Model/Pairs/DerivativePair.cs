using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>What a derivative takes f' from, over all of its implementations that are understood.</summary>
internal enum PairReading
{
    /// <summary>No implementation is understood, or none is a derivative.</summary>
    Unknown,

    /// <summary>Each fits from the input, and at least one does not fit from the output.</summary>
    FromInput,

    /// <summary>Each fits from the output, and at least one does not fit from the input.</summary>
    FromOutput,

    /// <summary>Each fits from both (relu), or is handed both.</summary>
    Either,

    /// <summary>Some fit only from the input, others only from the output.</summary>
    Mixed,
}

/// <summary>
/// Two methods that belong together as a function and its derivative, for at least one implementation is that. Implementations
/// that cannot be run, or that are not the derivative in either form, have no say in <paramref name="Reading"/>.
/// </summary>
internal sealed record DerivativePair(
    IMethodSymbol Forward, IMethodSymbol Derivative, PairReading Reading, ImmutableArray<PairImplementation> Implementations)
{
    /// <summary>The member that holds the function, or the method that returns it, where it is invoked there; null of methods.</summary>
    public ISymbol? Source { get; init; }

    /// <summary>What is left of it where the case is known, <c>Derive(Kind.Tanh, x)</c>: a value that no case names is the default's.</summary>
    public DerivativePair In(object chosen)
    {
        var named = Implementations.Where(one => one.Case is { Value: { } value } && value.Equals(chosen)).ToImmutableArray();
        var left = named.IsEmpty ? Implementations.Where(one => one.Case is null or { Value: null }).ToImmutableArray() : named;
        return this with { Implementations = left, Reading = PairSearch.Reading(left) };
    }

    /// <summary>What tells the pair's function from others.</summary>
    public ISymbol Function => Source ?? Forward;
}

/// <summary>
/// Both methods as one type has them. <paramref name="Roles"/>: what the derivative's arguments are, in the order of those
/// that hold numbers; empty where that is not known. <paramref name="EvaluatesForward"/>: the derivative runs a costly
/// function inside.
/// </summary>
internal sealed record PairImplementation(
    INamedTypeSymbol Type, IMethodSymbol Forward, IMethodSymbol Derivative, PairMeaning Meaning, Activation? Activation, bool EvaluatesForward)
{
    public ImmutableArray<ArgumentRole> Roles { get; init; } = ImmutableArray<ArgumentRole>.Empty;

    /// <summary>A straight line, whose derivative any constant may be.</summary>
    public bool IsStraight { get; init; }

    /// <summary>The methods hand on to functions that the object was made with: there is nothing in them to rewrite.</summary>
    public bool IsHeld { get; init; }

    /// <summary>Of a method that tells activations apart itself; null of others.</summary>
    public SelectorCase? Case { get; init; }

    /// <summary>The function is one that networks use.</summary>
    public bool IsOfNetworks { get; init; }
}
