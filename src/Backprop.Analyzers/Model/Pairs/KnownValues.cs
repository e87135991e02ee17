using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>What is known of the value that a derivative is applied to.</summary>
internal static class KnownValues
{
    /// <summary>The activations of which it is the output, by the member itself or by the type's facts.</summary>
    public static IEnumerable<(Activation Activation, Location Established)> OutputsOf(TypeModel type, ActivationUse use)
    {
        if (use.Of is Computation made)
        {
            foreach (var cut in Cuts.Of(made))
                if (type.Meaning.Recognise(made, cut) is { Form: Form.Function } found) yield return (found.Activation, made.Operation.Syntax.GetLocation());
            yield break;
        }

        var at = EntryView.At(use, type);
        foreach (var relation in type.Facts.Relations)
            if (relation.Holds(use.Of, at)) yield return (relation.Activation, relation.Established);
    }

    /// <summary>Does the type apply the derivative's own function to the value, or to something of its name, as well?</summary>
    public static bool IsActivatedBy(TypeModel type, ActivationUse use) => type.Uses.Any(other =>
        other.Meaning.Form == Form.Function && other.Meaning.Activation.Equals(use.Meaning.Activation)
        && (other.Of.Equals(use.Of) || Symbol(other.Of) is { } symbol && symbol.Equals(Symbol(use.Of))
            || use.Body == other.Body && !use.Operation.Syntax.Span.Contains(other.Operation.Syntax.Span) && other.Of.SelfAndDescendants().Contains(use.Of)));

    /// <summary>How the code names the value.</summary>
    public static string Text(TypeModel type, ActivationUse use)
    {
        var terms = type.ValuesOf(use.Body)?.Terms;
        return use.Operation.Descendants().FirstOrDefault(o => terms is not null && terms.TryGetValue(o, out var term) && term.Equals(use.Of))
            ?.Syntax.ToString() ?? use.Operation.Syntax.ToString();
    }

    /// <summary>
    /// Is the value of the other use called as that of the first, though the member has just made it? <c>h = f(..); y = f(h);</c>, and
    /// not <c>h = f(h)</c>.
    /// </summary>
    public static bool IsNamedAlike(TypeModel type, ActivationUse use, ActivationUse other) =>
        Symbol(use.Of) is ISymbol symbol and (IFieldSymbol or IPropertySymbol) && type.ValuesOf(other.Body)?.Terms is { } terms
        && !(other.Operation.Parent is ISimpleAssignmentOperation { Target: var target } && IsOf(target, symbol))
        && other.Operation.Descendants().Any(part => terms.TryGetValue(part, out var term) && Snapshot.ContainerOf(term).Equals(Snapshot.ContainerOf(other.Of)) && IsOf(part, symbol));

    private static bool IsOf(IOperation part, ISymbol symbol) => SymbolEqualityComparer.Default.Equals(symbol, WriteTargets.Root(part).Root.Named());

    private static object? Symbol(Term term) => term switch
    {
        Member member => member.Symbol,
        Element element => Symbol(element.Receiver),
        Snapshot snapshot => Symbol(snapshot.Container),
        Origin { Identity: ISymbol symbol } => symbol,
        _ => null,
    };
}
