using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>Which types of the compilation derive from, or implement, a type of it. Built when it is first asked for.</summary>
internal sealed class Hierarchy
{
    private readonly Lazy<Dictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>>> concrete;

    public Hierarchy(Compilation compilation) => concrete = new(() => Concrete(compilation));

    /// <summary>The classes and structs that objects of the type may be of, itself included, in the order of the source.</summary>
    public ImmutableArray<INamedTypeSymbol> ConcreteTypesOf(INamedTypeSymbol type) =>
        concrete.Value.TryGetValue(type.OriginalDefinition, out var types) ? types : ImmutableArray<INamedTypeSymbol>.Empty;

    private static Dictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>> Concrete(Compilation compilation)
    {
        var found = new Dictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>.Builder>(SymbolEqualityComparer.Default);
        foreach (var type in Types(compilation.Assembly.GlobalNamespace))
        {
            if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || type.IsAbstract && !type.IsStatic) continue;
            foreach (var above in Above(type))
            {
                if (!found.TryGetValue(above, out var types)) found[above] = types = ImmutableArray.CreateBuilder<INamedTypeSymbol>();
                types.Add(type);
            }
        }

        return found.ToDictionary<KeyValuePair<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>.Builder>, INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>>(
            entry => entry.Key, entry => entry.Value.ToImmutable(), SymbolEqualityComparer.Default);
    }

    private static IEnumerable<INamedTypeSymbol> Above(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None } && IsInSource(current); current = current.BaseType)
            yield return current.OriginalDefinition;
        foreach (var implemented in type.AllInterfaces.Where(IsInSource)
            .Select(one => one.OriginalDefinition).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default))
            yield return implemented;
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceSymbol root)
    {
        var open = new Stack<INamespaceOrTypeSymbol>([root]);
        while (open.Count > 0)
        {
            var next = open.Pop();
            if (next is INamedTypeSymbol type) yield return type;
            // Of a type only the nested types: to ask for all members would complete them.
            foreach (var inner in next is INamespaceSymbol space ? space.GetMembers().Reverse() : next.GetTypeMembers().Reverse<INamespaceOrTypeSymbol>()) open.Push(inner);
        }
    }

    private static bool IsInSource(ISymbol symbol) => !symbol.DeclaringSyntaxReferences.IsEmpty;
}
