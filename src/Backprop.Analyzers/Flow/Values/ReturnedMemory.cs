using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// In which fields and properties the object lies that a method returns: <c>return pool[columns];</c>. Who writes into what it
/// returned writes there. Null where some of what it returns came another way.
/// </summary>
internal static class ReturnedMemory
{
    private const int DeepestArray = 4;
    private const int Longest = 2_000;
    private const int MostSteps = 12;

    public static ImmutableHashSet<Region>? Of(IMethodSymbol method, IMethodBodies bodies)
    {
        if (method.IsAbstract || method.IsVirtual || method.IsOverride || method.DeclaringSyntaxReferences.Any(reference => reference.Span.Length > Longest)) return null;
        if (method.DeclaringSyntaxReferences.IsEmpty || bodies.BodyOf(method) is not { } body) return null;
        var found = ImmutableHashSet.CreateBuilder<Region>();
        foreach (var operation in body.Descendants())
            if (operation is IReturnOperation { ReturnedValue: { } value } && !Add(value, body, found, 0)) return null;
        return found.Count == 0 ? null : found.ToImmutable();
    }

    private static bool Add(IOperation value, IOperation body, ImmutableHashSet<Region>.Builder found, int steps) => steps < MostSteps && value switch
    {
        IConversionOperation conversion => Add(conversion.Operand, body, found, steps + 1),
        IParenthesizedOperation inner => Add(inner.Operand, body, found, steps + 1),
        IArrayElementReferenceOperation element => Add(element.ArrayReference, body, found, steps + 1),
        IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list } => Add(list, body, found, steps + 1),
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => Below(field.Field, found),
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => Below(property.Property, found),
        ILocalReferenceOperation local => AddLocal(local.Local, body, found, steps + 1),
        _ => false,
    };

    // A local that is declared with such an object, or that a collection in a field hands out: pool.TryGetValue(key, out var local)
    private static bool AddLocal(ILocalSymbol local, IOperation body, ImmutableHashSet<Region>.Builder found, int steps)
    {
        var sources = 0;
        foreach (var operation in body.Descendants())
        {
            if (operation is IVariableDeclaratorOperation { Initializer.Value: { } initial } declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
            {
                if (++sources > 1 || !Add(initial, body, found, steps)) return false;
            }
            else if (WriteTargets.Of(operation).Any(target => target is ILocalReferenceOperation written && SymbolEqualityComparer.Default.Equals(written.Local, local)))
            {
                if (++sources > 1 || operation is not IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "TryGetValue", DeclaringSyntaxReferences.IsEmpty: true }, Instance: { } collection } }
                    || !Add(collection, body, found, steps)) return false;
            }
        }

        return sources == 1;
    }

    private static bool Below(ISymbol member, ImmutableHashSet<Region>.Builder found)
    {
        for (var depth = 1; depth < DeepestArray; depth++) found.Add(new Region(member, depth));
        return true;
    }
}
