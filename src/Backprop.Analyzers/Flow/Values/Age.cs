using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// Whether memory is certainly of an object that the member made, or certainly of one that it found. Found is what it is
/// handed, or reaches from there by reads of memory that it has not written: no new object can lie there.
/// </summary>
internal static class Age
{
    public static bool IsOfMade(Term place)
    {
        var owner = place;
        while (owner is Member or Element && !owner.Parts.IsEmpty) owner = owner.Parts[0];
        return owner is Made or PerIteration { Each: Made };
    }

    public static bool IsOfEntry(Term place)
    {
        var owner = place;
        for (var outermost = true; owner is Place; outermost = false)
        {
            if (!outermost && ((Place)owner).Version != 0) return false;
            if (owner.Parts.IsEmpty) return owner is Member;
            owner = owner.Parts[0];
        }

        return owner is Origin { Identity: "this" or IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not (MethodKind.AnonymousFunction or MethodKind.LocalFunction) } } };
    }
}
