using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>The position that a tuple's field stands for, whatever it is called.</summary>
internal static class TupleItems
{
    public static int IndexOf(IFieldSymbol field)
    {
        if (field.ContainingType is not { IsTupleType: true } tuple) return -1;
        var items = tuple.TupleElements;
        for (var i = 0; i < items.Length; i++)
            if (SymbolEqualityComparer.Default.Equals(items[i].CorrespondingTupleField ?? items[i], field.CorrespondingTupleField ?? field))
                return i;
        return -1;
    }

    /// <summary>One symbol for <c>Item1</c> and its name.</summary>
    public static ISymbol Plain(IFieldSymbol field) => field.CorrespondingTupleField ?? field;
}
