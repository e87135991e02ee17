using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>What is looked up once per compilation, whichever interpreter asks.</summary>
internal sealed class Lookups
{
    private readonly ConcurrentDictionary<IPropertySymbol, bool> autoProperties = new(SymbolEqualityComparer.Default);

    private HashSet<ISymbol>? overridden;

    /// <summary>
    /// Does any type of the compilation override this method? An open instance may be of such a type. The set is built when it
    /// is first asked for; two threads that build it at once build the same one.
    /// </summary>
    public bool IsOverridden(IMethodSymbol method, Compilation compilation)
        => (overridden ??= Overridden(compilation.Assembly.GlobalNamespace)).Contains(method.OriginalDefinition);

    public Libraries Libraries { get; } = new();

    public FixedValues FixedValues { get; } = new();

    /// <summary>Does the compiler store this property in a field of its own?</summary>
    public bool IsAuto(IPropertySymbol property) => autoProperties.GetOrAdd(
        property.OriginalDefinition,
        candidate => candidate.ContainingType.GetMembers().OfType<IFieldSymbol>().Any(
            field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, candidate)));

    private static HashSet<ISymbol> Overridden(INamespaceSymbol space)
    {
        var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var pending = new Stack<INamespaceOrTypeSymbol>([space]);
        while (pending.Count > 0)
        {
            foreach (var member in pending.Pop().GetMembers())
            {
                if (member is INamespaceOrTypeSymbol inner)
                {
                    pending.Push(inner);
                }
                else if (member is IMethodSymbol { OverriddenMethod: { } overridden })
                {
                    found.Add(overridden.OriginalDefinition);
                }
            }
        }

        return found;
    }
}
