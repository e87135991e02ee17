using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// The cells of one frame. Most calls have a parameter or two, and a function is called at every sample point: the first few
/// lie side by side, only longer methods need a table.
/// </summary>
internal sealed class Variables
{
    private const int Few = 6;

    private readonly List<(ISymbol Symbol, Reference Cell)> cells = new(2);
    private Dictionary<ISymbol, int>? table;

    public Reference? Find(ISymbol variable) => IndexOf(variable) is var at and >= 0 ? cells[at].Cell : null;

    public void Set(ISymbol variable, Reference cell)
    {
        var at = IndexOf(variable);
        if (at >= 0)
        {
            cells[at] = (variable, cell);
            return;
        }

        cells.Add((variable, cell));
        if (table is null && cells.Count > Few) table = new(SymbolEqualityComparer.Default);
        if (table is null) return;
        for (var i = table.Count; i < cells.Count; i++) table[cells[i].Symbol] = i;
    }

    public Variables Copy()
    {
        var copy = new Variables { table = table is null ? null : new(table, SymbolEqualityComparer.Default) };
        copy.cells.AddRange(cells);
        return copy;
    }

    private int IndexOf(ISymbol variable)
    {
        if (table is not null) return table.TryGetValue(variable, out var known) ? known : -1;
        for (var i = 0; i < cells.Count; i++)
            if (ReferenceEquals(cells[i].Symbol, variable)) return i;
        for (var i = 0; i < cells.Count; i++)
            if (SymbolEqualityComparer.Default.Equals(cells[i].Symbol, variable)) return i;
        return -1;
    }
}
