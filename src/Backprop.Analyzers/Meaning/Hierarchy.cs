using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Which types of the compilation derive from, or implement, a type of it, and which methods a call of an open method may
/// therefore run. Types in other assemblies are not seen. Built when it is first asked for; members are looked up by name
/// only, for to ask a type for all of them would complete it.
/// </summary>
internal sealed class Hierarchy
{
    private readonly Lazy<Dictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>>> below;
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<IMethodSymbol>> implementations = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<IMethodSymbol, bool> overridden = new(SymbolEqualityComparer.Default);

    public Hierarchy(Compilation compilation) => below = new(() => Below(compilation));

    /// <summary>The classes and structs that objects of the type may be of, itself included, in the order of the source.</summary>
    public ImmutableArray<INamedTypeSymbol> ConcreteTypesOf(INamedTypeSymbol type) =>
        TypesBelow(type).Where(one => !one.IsAbstract || one.IsStatic).ToImmutableArray();

    /// <summary>Does any type of the compilation override this method?</summary>
    public bool IsOverridden(IMethodSymbol method) => (method.IsVirtual || method.IsAbstract || method.IsOverride)
        && overridden.GetOrAdd(method.OriginalDefinition, key => TypesBelow(key.ContainingType).Any(type => Own(type, key) is not null));

    /// <summary>False for an override, or a virtual method, that nothing in the compilation overrides: a call of it runs it.</summary>
    public bool IsOpen(IMethodSymbol method) => method.IsAbstract || method.ContainingType?.TypeKind == TypeKind.Interface || IsOverridden(method);

    /// <summary>The bodies that a call of an open method may run, in the order of the source; last the method itself where it has one.</summary>
    public ImmutableArray<IMethodSymbol> ImplementationsOf(IMethodSymbol method) => implementations.GetOrAdd(method.OriginalDefinition, Implementations);

    private ImmutableArray<INamedTypeSymbol> TypesBelow(INamedTypeSymbol type) =>
        below.Value.TryGetValue(type.OriginalDefinition, out var types) ? types
            : MayBeConcrete(type) && type.IsFromSource() ? ImmutableArray.Create(type.OriginalDefinition)
            : ImmutableArray<INamedTypeSymbol>.Empty;

    private ImmutableArray<IMethodSymbol> Implementations(IMethodSymbol method)
    {
        var found = TypesBelow(method.ContainingType).SelectMany(type => In(type, method))
            .Concat([method]).Where(one => !one.IsAbstract).Distinct<IMethodSymbol>(SymbolEqualityComparer.Default);
        return found.ToImmutableArray();
    }

    private static IEnumerable<IMethodSymbol> In(INamedTypeSymbol type, IMethodSymbol method)
    {
        if (method.ContainingType.TypeKind != TypeKind.Interface) return Own(type, method) is { } own ? [own] : [];
        return type.AllInterfaces
            .Where(implemented => Same(implemented.OriginalDefinition, method.ContainingType))
            .SelectMany(implemented => implemented.GetMembers(method.Name).OfType<IMethodSymbol>())
            .Where(member => Same(member.OriginalDefinition, method))
            .Select(member => Final(type, type.FindImplementationForInterfaceMember(member) as IMethodSymbol))
            .OfType<IMethodSymbol>();
    }

    // The interface's method may lie in an abstract base class that leaves it to this type.
    private static IMethodSymbol? Final(INamedTypeSymbol type, IMethodSymbol? implementation) =>
        implementation is { IsVirtual: false, IsAbstract: false, IsOverride: false } or null
            ? implementation
            : Own(type, implementation.OriginalDefinition) ?? implementation;

    /// <summary>The method of the type itself that overrides another.</summary>
    private static IMethodSymbol? Own(INamedTypeSymbol type, IMethodSymbol method) => type.GetMembers(method.Name).OfType<IMethodSymbol>()
        .FirstOrDefault(member => member.IsOverride && Overrides(member, method));

    private static bool Overrides(IMethodSymbol member, IMethodSymbol method)
    {
        for (var current = member.OverriddenMethod; current is not null; current = current.OverriddenMethod)
            if (Same(current.OriginalDefinition, method)) return true;
        return false;
    }

    /// <summary>A class and those that it derives from, as far as they lie in source.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndBases(INamedTypeSymbol? type)
    {
        for (var current = type; current is not null && current.IsFromSource(); current = current.BaseType) yield return current.OriginalDefinition;
    }

    // Of the many types that nothing derives from, nothing is kept.
    private static Dictionary<INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>> Below(Compilation compilation)
    {
        var found = new Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>>(SymbolEqualityComparer.Default);
        Visit(compilation.Assembly.GlobalNamespace, type =>
        {
            if (!MayBeConcrete(type)) return;
            for (var above = type.BaseType; above is not null && above.IsFromSource(); above = above.BaseType) Add(above.OriginalDefinition, type);
            foreach (var implemented in type.AllInterfaces)
                if (implemented.IsFromSource()) Add(implemented.OriginalDefinition, type);
        });

        return found.ToDictionary<KeyValuePair<INamedTypeSymbol, List<INamedTypeSymbol>>, INamedTypeSymbol, ImmutableArray<INamedTypeSymbol>>(
            entry => entry.Key, entry => entry.Value.ToImmutableArray(), SymbolEqualityComparer.Default);

        void Add(INamedTypeSymbol above, INamedTypeSymbol type)
        {
            if (!found.TryGetValue(above, out var types)) found[above] = types = MayBeConcrete(above) ? [above] : [];
            // IFunction<float> and IFunction<double> of one type
            if (types.Count == 0 || !Same(types[types.Count - 1], type)) types.Add(type);
        }
    }

    private static bool MayBeConcrete(INamedTypeSymbol type) => type.TypeKind is TypeKind.Class or TypeKind.Struct;

    private static void Visit(INamespaceOrTypeSymbol outer, Action<INamedTypeSymbol> found)
    {
        if (outer is INamedTypeSymbol type)
        {
            found(type);
            foreach (var nested in type.GetTypeMembers()) Visit(nested, found);
        }
        else foreach (var inner in ((INamespaceSymbol)outer).GetMembers()) Visit(inner, found);
    }

    private static bool Same(ISymbol a, ISymbol b) => SymbolEqualityComparer.Default.Equals(a, b);
}
