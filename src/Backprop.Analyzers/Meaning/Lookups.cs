using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>What is looked up once per compilation, whichever interpreter asks.</summary>
internal sealed class Lookups(Hierarchy hierarchy)
{
    private readonly ConcurrentDictionary<IPropertySymbol, bool> autoProperties = new(SymbolEqualityComparer.Default);

    /// <summary>Which types lie below which, and what they override.</summary>
    public Hierarchy Hierarchy { get; } = hierarchy;

    public Libraries Libraries { get; } = new();

    public FixedValues FixedValues { get; } = new();

    /// <summary>Does the compiler store this property in a field of its own?</summary>
    public bool IsAuto(IPropertySymbol property) => autoProperties.GetOrAdd(
        property.OriginalDefinition,
        candidate => candidate.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(
            field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, candidate)));
}
