using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Model;

/// <summary>A cached output in reach of an expression, as C# would name it there.</summary>
internal sealed record CachedOutput(string Text, Location? Established)
{
    /// <summary>The local that holds it, where it is one.</summary>
    public ILocalSymbol? Local { get; init; }
}

/// <summary>
/// Finds where f of a value lies at one point of a member: in a local or element that the member wrote itself, or in a
/// place of which the type's forward facts speak and which the member has not written.
/// </summary>
internal sealed class Reach(TypeModel type)
{
    public CachedOutput? Find(ActivationUse use, Activation activation, Term preActivation)
    {
        var at = new Naming(use.Operation, use.Evaluation.Before, type.Type);
        return Find(preActivation) ?? (use.Evaluation.Before.Folded(preActivation) is var folded && !ReferenceEquals(folded, preActivation) ? Find(folded) : null)
            ?? InQueries(use.Evaluation.Before, preActivation).Select(Find).FirstOrDefault(found => found is not null);

        CachedOutput? Find(Term of) => Nearest(Written(use, activation, of, at)) ?? Nearest(Remembered(use, activation, of, at));
    }

    /// <summary>The same for a value that another pass has left: not what this member evaluated itself a moment ago.</summary>
    public CachedOutput? FindLeft(ActivationUse use, Activation activation, Term preActivation)
    {
        var at = new Naming(use.Operation, use.Evaluation.Before, type.Type);
        return Nearest(Remembered(use, activation, preActivation, at))
            ?? (use.Evaluation.Function is null ? null : Nearest(Written(use, activation, preActivation, at, locals: false)));
    }

    // Of several names the shortest, so that the same code gets the same report.
    private static CachedOutput? Nearest(IEnumerable<CachedOutput> found) =>
        found.OrderBy(output => output.Text.Length).ThenBy(output => output.Text, StringComparer.Ordinal).FirstOrDefault();

    private IEnumerable<CachedOutput> Written(ActivationUse use, Activation activation, Term preActivation, Naming at, bool locals = true)
    {
        var before = use.Evaluation.Before;
        var held = before.Variables.Select(entry => (Place: (Place)entry.Key, entry.Value))
            .Concat(before.Contents.Select(entry => (Place: entry.Key, entry.Value)));
        foreach (var entry in held)
            if ((locals || entry.Place is not Variable) && entry.Value is Computation value && Is(value, activation, preActivation) && !Encloses(value, use)
                && StaysInFunction(use, entry.Place, preActivation) && at.Name(entry.Place) is { } text)
                yield return new CachedOutput(text, value.Operation.Syntax.GetLocation()) { Local = (entry.Place as Variable)?.Symbol as ILocalSymbol };
            else if (ElementOf(entry.Place, entry.Value, activation, preActivation) is { } element && StaysInFunction(use, element, preActivation) && at.Name(element) is { } part)
                yield return new CachedOutput(part, entry.Value is Computation whole ? whole.Operation.Syntax.GetLocation() : null);
        foreach (var fact in before.Everywhere)
            if (fact.Value is Computation value && Cuts.Of(value).FirstOrDefault(cut => Computes(value, activation, cut)) is { } cut
                && Unifier.Match(cut, preActivation)?.Apply(fact.Place) is Place place && StaysInFunction(use, place, preActivation)
                && at.Name(place) is { } text)
                yield return new CachedOutput(text, value.Operation.Syntax.GetLocation());
    }

    // z = w.Select(row => Dot(row, x)).ToArray(): the sum is z[i].
    private static IEnumerable<Term> InQueries(ValueState state, Term value) => state.Everywhere
        .Where(fact => fact.Place is Element { Receiver: Computation }).Select(fact => fact.HolderOf(value)).OfType<Term>();

    // a = z.Select(f).ToArray(): a[i] is f of z[i], as long as nothing was written to either.
    private Element? ElementOf(Place holder, Term value, Activation activation, Term preActivation) =>
        preActivation is Element { Receiver: var all } element && value is Computation made && Shape.IsNumeric(holder.Type)
        && Is(made, activation, element.Version == 0 ? all : new Snapshot(all, element.Version))
            ? new Element(made, element.Indices.ToImmutableArray(), element.Type) : null;

    // ret.backward = () => a.Grad += Math.Exp(a.Data) * ret.Grad: by the time it runs, memory may have been written. That
    // a.Data is still what the forward pass saw is what the function itself relies on, and ret.Data is of the same kind.
    private static bool StaysInFunction(ActivationUse use, Place place, Term preActivation) =>
        place is Variable || use.Evaluation.Function is null
        || (LastMember(place) is { } member && preActivation.SelfAndDescendants().OfType<Member>()
            .Any(read => SymbolEqualityComparer.Default.Equals(read.Symbol, member)));

    private static ISymbol? LastMember(Term place) => (Element.RootOf(place) as Member)?.Symbol;

    // What the expression under report itself evaluated earlier in its statement is no cache.
    private static bool Encloses(Computation value, ActivationUse use) =>
        use.Operation.Syntax.SyntaxTree == value.Operation.Syntax.SyntaxTree
        && use.Operation.Syntax.Span.Contains(value.Operation.Syntax.Span);

    private IEnumerable<CachedOutput> Remembered(ActivationUse use, Activation activation, Term preActivation, Naming at)
    {
        var entry = EntryView.At(use, type);
        foreach (var relation in type.Facts.Relations)
            if (relation.Activation.Equals(activation) && relation.HolderOf(preActivation, entry) is { } place
                && entry.IsUnwritten(place) && at.Name(place) is { } text)
                yield return new CachedOutput(text, relation.Established);
    }

    private bool Is(Computation value, Activation activation, Term preActivation) =>
        Cuts.Of(value).Contains(preActivation) && Computes(value, activation, preActivation);

    private bool Computes(Computation value, Activation activation, Term of) =>
        type.Meaning.Recognise(value, of) is { Form: Form.Function } found && found.Activation.Equals(activation);
}
