using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>What a deconstruction takes out: a tuple's items, or the members that a record's own Deconstruct hands out.</summary>
internal static class Components
{
    public static ImmutableArray<Term>? Of(ITypeSymbol? type, Term value, int count)
    {
        if (value is Computation { Operation: ITupleOperation } made && made.Parts.Length == count) return made.Parts;
        if (type is not INamedTypeSymbol named) return null;
        if (named.IsTupleType && named.TupleElements.Length == count)
            return named.TupleElements.Select(item => (Term)new Member(value, TupleItems.Plain(item), item.Type)).ToImmutableArray();
        return named.IsRecord ? OfRecord(named, value, count) : null;
    }

    // record Cache(Matrix A, Matrix X): the compiler's own Deconstruct hands out the properties of the same names.
    private static ImmutableArray<Term>? OfRecord(INamedTypeSymbol record, Term value, int count)
    {
        var deconstruct = record.GetMembers("Deconstruct").OfType<IMethodSymbol>()
            .FirstOrDefault(method => method.IsImplicitlyDeclared && method.Parameters.Length == count);
        if (deconstruct is null) return null;
        var items = deconstruct.Parameters
            .Select(parameter => record.GetMembers(parameter.Name).OfType<IPropertySymbol>().FirstOrDefault())
            .Where(property => property is not null)
            .Select(property => (Term)new Member(value, property!, property!.Type)).ToImmutableArray();
        return items.Length == count ? items : null;
    }
}
