using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// Which methods of the compilation a call through an interface, an abstract or a virtual method may run. Implementations
/// in other assemblies are not seen: what is said of all implementations is said of those in the compilation.
/// </summary>
internal sealed class Implementations(Compilation compilation)
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> known = new(SymbolEqualityComparer.Default);
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> types = new(() => TypesIn(compilation.Assembly.GlobalNamespace).ToImmutableArray());

    /// <summary>The bodies that a call of an open method may run; the method itself where it has one.</summary>
    public ImmutableArray<IMethodSymbol> Of(IMethodSymbol method) => known.GetOrAdd(method.OriginalDefinition, Find);

    private ImmutableArray<IMethodSymbol> Find(IMethodSymbol method)
    {
        var found = new HashSet<IMethodSymbol>(SymbolEqualityComparer.Default);
        if (!method.IsAbstract) found.Add(method);
        foreach (var type in types.Value)
            foreach (var implementation in In(type, method))
                if (!implementation.IsAbstract) found.Add(implementation);
        return found.OrderBy(m => m.ToDisplayString(), StringComparer.Ordinal).ToImmutableArray();
    }

    private static IEnumerable<IMethodSymbol> In(INamedTypeSymbol type, IMethodSymbol method) =>
        method.ContainingType.TypeKind == TypeKind.Interface
            ? type.AllInterfaces
                .Where(implemented => Same(implemented.OriginalDefinition, method.ContainingType))
                .SelectMany(implemented => implemented.GetMembers(method.Name).OfType<IMethodSymbol>())
                .Where(member => Same(member.OriginalDefinition, method))
                .Select(member => Final(type, type.FindImplementationForInterfaceMember(member) as IMethodSymbol))
                .OfType<IMethodSymbol>()
            : type.GetMembers(method.Name).OfType<IMethodSymbol>().Where(member => Overrides(member, method));

    // The interface's method may lie in an abstract base class that leaves it to this type.
    private static IMethodSymbol? Final(INamedTypeSymbol type, IMethodSymbol? implementation) =>
        implementation is { IsVirtual: false, IsAbstract: false, IsOverride: false } or null
            ? implementation
            : type.GetMembers(implementation.Name).OfType<IMethodSymbol>().FirstOrDefault(member => Overrides(member, implementation.OriginalDefinition))
                ?? implementation;

    private static bool Overrides(IMethodSymbol member, IMethodSymbol method)
    {
        for (var current = member.OverriddenMethod; current is not null; current = current.OverriddenMethod)
            if (Same(current.OriginalDefinition, method)) return true;
        return false;
    }

    private static bool Same(ISymbol a, ISymbol b) => SymbolEqualityComparer.Default.Equals(a, b);

    private static IEnumerable<INamedTypeSymbol> TypesIn(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type) yield return type;
            if (member is not INamespaceOrTypeSymbol inner) continue;
            foreach (var nested in TypesIn(inner)) yield return nested;
        }
    }
}
