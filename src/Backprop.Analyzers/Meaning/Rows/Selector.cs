using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// What several functions in one method are told apart by: <c>switch (kind)</c> over an enum or a string that is a parameter
/// or a member of the object, with the value that is looked at.
/// </summary>
internal sealed record Selector(ITypeSymbol Type, Datum Value)
{
    /// <summary>The value for a parameter of the selector's type; null for others.</summary>
    public Datum? ValueOf(IParameterSymbol parameter) => SymbolEqualityComparer.Default.Equals(parameter.Type, Type) ? Value : null;

    /// <summary>An object all of whose members of the selector's type have the value.</summary>
    public Instance Applied(Instance instance)
    {
        foreach (var member in Members(instance.Type)) instance.Storage[member] = Value;
        return instance;
    }

    private IEnumerable<ISymbol> Members(INamedTypeSymbol type) => type.OriginalDefinition.GetMembers().Where(member => !member.IsStatic && member switch
    {
        IFieldSymbol { AssociatedSymbol: null } field => SymbolEqualityComparer.Default.Equals(field.Type, Type),
        IPropertySymbol { IsIndexer: false } property => SymbolEqualityComparer.Default.Equals(property.Type, Type),
        _ => false,
    });
}
