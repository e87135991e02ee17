using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Which method a call really runs: overrides, interface implementations, static members of a type argument.</summary>
internal static class Dispatch
{
    /// <summary>The override of a property that an object's type has.</summary>
    public static IPropertySymbol Of(IPropertySymbol property, Datum? receiver, IPropertyReferenceOperation operation, Frame frame)
    {
        var isBase = operation.Instance?.Syntax is BaseExpressionSyntax;
        var accessor = property.GetMethod ?? property.SetMethod;
        if (operation.ConstrainedToType is { } constrained && property.IsStatic)
        {
            return frame.Types.Resolve(constrained).FindImplementationForInterfaceMember(property) as IPropertySymbol ?? property;
        }

        return !isBase && receiver is Instance instance && accessor is not null && IsOpen(accessor)
            && Override(accessor, instance)?.AssociatedSymbol is IPropertySymbol found ? found : property;
    }

    /// <summary>A virtual property of an object whose type is unknown.</summary>
    public static bool IsUndecided(IPropertyReferenceOperation operation, Datum? receiver)
        => receiver is null && operation is { Property: { IsStatic: false } property, Instance.Syntax: not BaseExpressionSyntax }
            && (property.GetMethod ?? property.SetMethod) is { } accessor && IsOpen(accessor)
            && property.Locations.Any(location => location.IsInSource);

    public static bool IsOpen(IMethodSymbol method)
        => method.IsVirtual || method.IsAbstract || method.IsOverride || method.ContainingType?.TypeKind == TypeKind.Interface;

    public static IMethodSymbol? Override(IMethodSymbol method, Instance receiver)
    {
        if (method.ContainingType?.TypeKind == TypeKind.Interface)
        {
            return receiver.Type.FindImplementationForInterfaceMember(method) as IMethodSymbol;
        }

        for (var type = receiver.Type; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers(method.Name))
            {
                if (member is IMethodSymbol candidate && Overrides(candidate, method))
                {
                    return candidate;
                }
            }
        }

        return null;
    }

    private static bool Overrides(IMethodSymbol? candidate, IMethodSymbol method)
    {
        for (var depth = 0; candidate is not null && depth < Limits.TypeDepth; candidate = candidate.OverriddenMethod, depth++)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, method.OriginalDefinition))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary><c>T.Tanh(x)</c>: the static member that the type bound to T has.</summary>
    public static IMethodSymbol? Constrained(IInvocationOperation operation, Frame frame)
        => operation.ConstrainedToType is { } type
            && frame.Types.Resolve(type) is INamedTypeSymbol bound && bound.Locations.Any(location => location.IsInSource)
            ? bound.FindImplementationForInterfaceMember(operation.TargetMethod) as IMethodSymbol
            : null;

    public static IMethodSymbol Constrained(IMethodSymbol method, Datum?[] operands)
        => method.IsAbstract && operands.OfType<Instance>().FirstOrDefault() is { } instance
            ? instance.Type.FindImplementationForInterfaceMember(method) as IMethodSymbol ?? method
            : method;
}
