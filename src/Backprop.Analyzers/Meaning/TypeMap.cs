using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>What the type parameters of the running code stand for.</summary>
internal sealed class TypeMap
{
    public static readonly TypeMap Empty = new(ImmutableDictionary.Create<ISymbol, ITypeSymbol>(SymbolEqualityComparer.Default));

    private readonly ImmutableDictionary<ISymbol, ITypeSymbol> arguments;

    private TypeMap(ImmutableDictionary<ISymbol, ITypeSymbol> arguments) => this.arguments = arguments;

    public ITypeSymbol Resolve(ITypeSymbol type) => arguments.IsEmpty ? type : Resolve(type, 0);

    /// <summary>The map inside a method, whose own and whose types' arguments are resolved in this map.</summary>
    public TypeMap Enter(IMethodSymbol method, ITypeSymbol? receiver)
    {
        if (!method.IsGenericMethod && !IsGeneric(method.ContainingType))
        {
            return method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction ? this : Empty;
        }

        var inner = method.MethodKind is MethodKind.LocalFunction or MethodKind.AnonymousFunction ? arguments : Empty.arguments;
        inner = Add(inner, method.OriginalDefinition.TypeParameters, method.TypeArguments);
        for (var type = Declaring(method, receiver); type is not null; type = type.ContainingType)
        {
            inner = Add(inner, type.OriginalDefinition.TypeParameters, type.TypeArguments);
        }

        return new(inner);
    }

    /// <summary>The map inside a constructed type.</summary>
    public TypeMap Within(INamedTypeSymbol type)
    {
        var inner = arguments;
        for (var current = type; current is not null; current = current.BaseType)
        {
            inner = Add(inner, current.OriginalDefinition.TypeParameters, current.TypeArguments);
        }

        return inner.IsEmpty ? Empty : new(inner);
    }

    /// <summary>With every type parameter of a method and of its types bound to one type: how generic numeric code is tried.</summary>
    public static TypeMap AllBoundTo(ITypeSymbol argument, IMethodSymbol method)
    {
        var inner = Empty.arguments;
        foreach (var parameter in method.TypeParameters)
        {
            inner = inner.SetItem(parameter, argument);
        }

        for (var type = method.ContainingType; type is not null; type = type.ContainingType)
        {
            foreach (var parameter in type.TypeParameters)
            {
                inner = inner.SetItem(parameter, argument);
            }
        }

        return new(inner);
    }

    private static bool IsGeneric(INamedTypeSymbol? type) => type is not null && (type.IsGenericType || IsGeneric(type.ContainingType));

    /// <summary>The declaring type as the receiver's type inherits it: <c>Base&lt;double&gt;</c> of <c>Derived : Base&lt;double&gt;</c>.</summary>
    private static INamedTypeSymbol? Declaring(IMethodSymbol method, ITypeSymbol? receiver)
    {
        for (var type = receiver as INamedTypeSymbol; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, method.ContainingType?.OriginalDefinition))
            {
                return type;
            }
        }

        return method.ContainingType;
    }

    private ImmutableDictionary<ISymbol, ITypeSymbol> Add(
        ImmutableDictionary<ISymbol, ITypeSymbol> inner,
        ImmutableArray<ITypeParameterSymbol> parameters,
        ImmutableArray<ITypeSymbol> values)
    {
        for (var i = 0; i < parameters.Length && i < values.Length; i++)
        {
            inner = inner.SetItem(parameters[i], Resolve(values[i]));
        }

        return inner;
    }

    private ITypeSymbol Resolve(ITypeSymbol type, int depth)
    {
        if (depth > Limits.TypeDepth)
        {
            return type;
        }

        if (type is INamedTypeSymbol { IsGenericType: true, IsUnboundGenericType: false, ContainingType: null or { IsGenericType: false } } named)
        {
            var inner = named.TypeArguments.Select(argument => Resolve(argument, depth + 1)).ToArray();
            return named.OriginalDefinition.Construct(inner);
        }

        return arguments.TryGetValue(type, out var bound) ? bound : type;
    }
}
