using Backprop.Analyzers.Flow.Effects;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The variable that holds the last step's gradient before the loop, and in every step should hold that step's: all that the
/// steps send back is a multiple of it, or of what they carry, and no step sets it.
/// </summary>
internal static class SeededGradient
{
    public static CarryCell? Of(BackwardLoop loop, Terms sent)
    {
        var gradients = loop.RecurrentIn(sent).Select(found => found.Gradient).ToList();
        if (gradients.Count != sent.Count) return null;
        var carried = loop.Carries.Select(carry => loop.Transfer.Atoms.Find(carry.Read)).OfType<int>().ToList();
        var seeds = Named(loop).Where(named => IsSeed(loop, named.Place) && loop.Transfer.AtStart(named.Place) is var seed && !seed.IsZero
            && gradients.All(gradient => seed.All.Any(gradient.Contains) || carried.Any(gradient.Contains)) && gradients.Any(gradient => seed.All.Any(gradient.Contains))).ToList();
        return seeds is [var (symbol, type, _)] && !IsNamedBehind(loop, symbol) && ManyToOne.IsProved(loop) ? new CarryCell(symbol, type, loop.Transfer.Loop, loop) : null;
    }

    // The variables of the member itself that the loop names.
    private static IEnumerable<(ISymbol Symbol, ITypeSymbol Type, Place Place)> Named(BackwardLoop loop)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in loop.Transfer.Loop.Descendants())
        {
            (ISymbol Symbol, ITypeSymbol Type)? variable = operation switch
            {
                ILocalReferenceOperation { Local: { IsConst: false, RefKind: RefKind.None } local } => (local, local.Type),
                IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter } => (parameter, parameter.Type),
                _ => null,
            };
            if (variable is var (symbol, type) && !Shapes.IsScalar(type) && !Shapes.IsInteger(type) && seen.Add(symbol) && loop.Transfer.PlaceOf(operation) is { } place) yield return (symbol, type, place);
        }
    }

    // The same in every step, no weight, and nothing that the forward pass has stored.
    private static bool IsSeed(BackwardLoop loop, Place place) => loop.Transfer.IsInvariant(place)
        && !loop.Accumulators.Any(sum => loop.Transfer.ObjectsAtEnd(place).Any(sum.IsWithin))
        && Identity.Of(place, loop.Transfer) is { } identity && !loop.Forward.Stored.Contains(identity) && loop.Forward.Steps.PartnersOf(identity).Count == 0;

    // What is done with it afterwards would be done with something else.
    private static bool IsNamedBehind(BackwardLoop loop, ISymbol symbol)
    {
        var root = loop.Transfer.Loop;
        while (root.Parent is { } parent) root = parent;
        return root.Descendants().Any(operation => operation.Syntax.SpanStart > loop.Transfer.Loop.Syntax.Span.End
            && SymbolEqualityComparer.Default.Equals(Meaning.NamedSymbols.Named(operation), symbol));
    }
}
