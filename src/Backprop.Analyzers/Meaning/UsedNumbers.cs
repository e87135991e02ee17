using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// The free numbers that a piece of code has used when it was run, and where it returned last. What is run is kept, and may be
/// run by several threads: the return is for whoever has a run of his own.
/// </summary>
internal sealed class UsedNumbers
{
    private readonly ConcurrentDictionary<ISymbol, bool> symbols = new(SymbolEqualityComparer.Default);

    /// <summary>The expression that the last run returned.</summary>
    public SyntaxNode? LastReturned { get; set; }

    public void Add(ISymbol symbol) => symbols.TryAdd(symbol, true);

    /// <summary>True where the other code has used all of them as well.</summary>
    public bool AreAmong(UsedNumbers others) => symbols.All(used => others.symbols.ContainsKey(used.Key));
}
