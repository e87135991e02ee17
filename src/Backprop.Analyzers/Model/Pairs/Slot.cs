using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Model.Pairs;

/// <summary>
/// A method where it is first declared: in the interface that a class implements, in the base class that a subclass
/// overrides it of. All implementations of it are meant to do the same for their type.
/// </summary>
internal static class Slot
{
    private const int DeepestBase = 8;

    /// <summary>The declaration that the method implements or overrides, or the method itself.</summary>
    public static IMethodSymbol Of(IMethodSymbol method)
    {
        var slot = (method.ReducedFrom ?? method).OriginalDefinition;
        for (var depth = 0; depth < DeepestBase && slot.OverriddenMethod is { } overridden && overridden.IsWritten(); depth++)
            slot = overridden.OriginalDefinition;
        return slot.IsStatic ? slot : Implemented(slot) ?? slot;
    }

    /// <summary>What a type runs when the slot is called on an object of it; null where that is not in source.</summary>
    public static IMethodSymbol? In(INamedTypeSymbol type, IMethodSymbol slot)
    {
        if (slot.ContainingType.TypeKind == TypeKind.Interface)
            return Constructed(type, slot) is { } member && type.FindImplementationForInterfaceMember(member) is IMethodSymbol found ? found : null;
        if (!slot.IsAbstract && !slot.IsVirtual) return slot;
        var current = type;
        for (var depth = 0; current is not null && depth < DeepestBase; current = current.BaseType, depth++)
            foreach (var member in current.GetMembers(slot.Name))
                if (member is IMethodSymbol candidate && Overrides(candidate, slot)) return candidate;
        return null;
    }

    private static bool Overrides(IMethodSymbol candidate, IMethodSymbol slot)
    {
        var current = candidate;
        for (var depth = 0; current is not null && depth < DeepestBase; current = current.OverriddenMethod, depth++)
            if (SymbolEqualityComparer.Default.Equals(current.OriginalDefinition, slot)) return !candidate.IsAbstract;
        return false;
    }

    private static IMethodSymbol? Implemented(IMethodSymbol method)
    {
        if (method.ExplicitInterfaceImplementations is [var known, ..]) return InSource(known);
        foreach (var implemented in method.ContainingType.AllInterfaces.Where(SourceSymbols.IsWritten))
            foreach (var member in implemented.GetMembers(method.Name).OfType<IMethodSymbol>())
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method))
                    return member.OriginalDefinition;
        return null;
    }

    private static IMethodSymbol? InSource(IMethodSymbol method) => method.IsWritten() ? method.OriginalDefinition : null;

    // IFunction<T>.Evaluate as Sigmoid : IFunction<double> implements it
    private static IMethodSymbol? Constructed(INamedTypeSymbol type, IMethodSymbol slot)
    {
        foreach (var implemented in type.AllInterfaces)
            if (SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, slot.ContainingType))
                foreach (var member in implemented.GetMembers(slot.Name).OfType<IMethodSymbol>())
                    if (SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, slot)) return member;
        return null;
    }
}
