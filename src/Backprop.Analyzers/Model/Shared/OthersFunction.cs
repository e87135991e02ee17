using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// <c>layers[i].curve.Derivative(layers[i - 1].Net)</c>: the derivative of one layer's function, of what another layer's
/// function was applied to. Proved: wherever the value's activation is left, an object applies its own function to its own
/// value, and the objects at the call are two: elements at a constant distance, or an object and one that it refers to.
/// </summary>
internal sealed record OthersFunction(SharedDerivative Use, Location Established)
{
    public static IEnumerable<OthersFunction> In(TypeModel type)
    {
        foreach (var use in type.SharedDerivatives)
        {
            if (use.Pair.Reading == PairReading.Unknown || !MayBeOfTwo(use.Applied.Selector, use.Applied.Argument) || !GradientUse.IsFactor(use.Call, out _)) continue;
            var at = new EntryView(use.Evaluation.Before, type.WritesOf(use.Body));
            var facts = type.Compilation.SharedFacts.Of(use.Pair, type.Cancellation).Where(fact => fact.IsAbout(use.Applied, at)).ToArray();
            if (facts.Length > 0 && facts.All(fact => fact.SelectorOf(use.Applied, at) is { } own && AreTwo(own, use.Applied.Selector)))
                yield return new OthersFunction(use, facts[0].Established);
        }
    }

    // Before anything is looked up: the function and the value lie with two objects, as far as the call says.
    private static bool MayBeOfTwo(Term selector, Term argument)
    {
        if (selector is not (Element or Member)) return false;
        var owner = (selector as Member)?.Receiver;
        foreach (var part in argument.SelfAndDescendants())
        {
            if (owner is not null && (RefersTo(part, owner) || RefersTo(owner, part))) return true;
            if (part is Element element && selector.SelfAndDescendants().OfType<Element>().Any(other => HaveDistance(element, other))) return true;
        }

        return false;
    }

    private static bool AreTwo(Term a, Term b) => (Plain(a), Plain(b)) switch
    {
        (Member x, Member y) when SymbolEqualityComparer.Default.Equals(x.Symbol, y.Symbol) =>
            x.Receiver is { } one && y.Receiver is { } other && (AreTwo(one, other) || RefersTo(one, other) || RefersTo(other, one)),
        (Element x, Element y) => Plain(x.Receiver).Equals(Plain(y.Receiver)) && HaveDistance(x, y),
        _ => false,
    };

    private static bool HaveDistance(Element x, Element y) => x.Indices.ToArray() is [var i] && y.Indices.ToArray() is [var j]
        && Offset(i) is var (first, at) && Offset(j) is var (second, from) && Equals(first, second) && at != from;

    // layer and layer.previous
    private static bool RefersTo(Term a, Term b) => Plain(a) is Member { Receiver: { } owner } link && Plain(owner).Equals(Plain(b))
        && SymbolEqualityComparer.Default.Equals(link.Type, link.Symbol.ContainingType);

    // i - 1 is one below i
    private static (Term? Of, int By)? Offset(Term index) => index switch
    {
        Literal { Value: int constant } => (null, constant),
        Shifted shifted => (shifted.From, shifted.By),
        Computation or Function => null,
        _ => (index, 0),
    };

    private static Term Plain(Term term) => term is Place place and not Variable ? place.At(0) : term is Snapshot snapshot ? Plain(snapshot.Container) : term;
}
