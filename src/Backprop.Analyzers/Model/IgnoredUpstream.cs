using Backprop.Analyzers.Flow.Effects;
using Backprop.Analyzers.Flow.Loops;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// A loop in which the gradient of a step comes from the later step alone. Proved where the carry starts at zeros, so that
/// every gradient is zero, or where it starts at one element of a collection of the steps' gradients and no other is ever read.
/// </summary>
internal sealed record IgnoredUpstream(SyntaxNode Passed, SyntaxNode? Ignored, string Carry, string? Upstream)
{
    public static IgnoredUpstream? In(BackwardLoop loop)
    {
        foreach (var carry in loop.Carries.Where(carry => loop.HoldsRecurrent(carry.Written)))
        {
            if (!IsAlone(loop, carry) || FirstUse(loop, carry.Read) is not { } use) continue;
            var start = loop.Transfer.AtStart(carry.Written);
            var seed = Seed(loop, start);
            if (start.IsZero || seed is not null)
                return new IgnoredUpstream(use.Syntax, null, use.Syntax.ToString(), seed is null ? null : NameOf(seed));
        }

        return null;
    }

    // Everything that the step passes on, and everything that it adds to the parameters' gradients by way of it, is a
    // multiple of what the later step passed on.
    private static bool IsAlone(BackwardLoop loop, Carry carry) =>
        loop.Transfer.Atoms.Find(carry.Read) is { } atom
        && loop.Transfer.AtEnd(carry.Written) is { IsZero: false } passed && passed.All.All(term => IsMultipleOf(loop.Transfer.Atoms, term, atom));

    private static bool IsMultipleOf(AtomTable atoms, Term term, int atom) => term.Contains(atom)
        || term.Atoms().Any(factor => atoms.DefinitionOf(factor) is { } definition && definition.All.All(inner => IsMultipleOf(atoms, inner, atom)));

    // `daPrev = da[^1]` before the loop: one element of what has one for each step.
    private static Place? Seed(BackwardLoop loop, Terms start)
    {
        var places = start.All.SelectMany(term => term.Atoms()).Distinct().Select(loop.Transfer.Atoms.PlaceOf).ToList();
        return places.Count == 1 && places[0] is { Key.Kind: KeyKind.Index, Parent: { } steps } && !loop.Transfer.Log.Read.Any(read => read.Parent == steps)
            ? steps : null;
    }

    private static IOperation? FirstUse(BackwardLoop loop, Place read) => loop.Transfer.Loop.Body.Descendants()
        .Where(operation => operation is not null && IsReadOf(operation, read)).FirstOrDefault();

    private static bool IsReadOf(IOperation operation, Place read)
    {
        ISymbol? symbol = operation switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            _ => null,
        };
        return symbol is not null && !(operation.Parent is ISimpleAssignmentOperation assignment && ReferenceEquals(assignment.Target, operation))
            && Mentions(read, symbol);
    }

    private static bool Mentions(Place place, ISymbol symbol)
    {
        for (var part = place; part is not null; part = part.Parent)
        {
            if (part.Key.Data is ISymbol own && SymbolEqualityComparer.Default.Equals(own, symbol.OriginalDefinition)) return true;
        }

        return false;
    }

    private static string NameOf(Place place) => place.Key.Data is ISymbol symbol ? symbol.Name : "";
}
