using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The members (fields, properties) that one member's own code writes: by assignment, to them or to elements below them, or
/// by handing them to a call that may write what it is handed. What it writes by calling the type's own members is those
/// members' doing.
/// </summary>
internal static class DirectWrites
{
    public static HashSet<ISymbol> Of(MemberBody body, CallEffects effects)
    {
        var written = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in body.Blocks.SelectMany(block => block.DescendantsAndSelf()))
        {
            foreach (var target in WriteTargets.Of(operation))
                if (MemberOf(target) is { } member) written.Add(member);
            foreach (var handed in HandedOver(operation, effects))
                if (MemberOf(handed) is { } member) written.Add(member);
        }

        return written;
    }

    private static IEnumerable<IOperation> HandedOver(IOperation operation, CallEffects effects)
    {
        if (operation is not IInvocationOperation call || effects.Of(call) is not { Computes: false } reach) return [];
        var arguments = call.Arguments.Where(argument => reach.Anything || reach.Parameters.Contains(argument.Parameter?.Ordinal ?? 0))
            .Select(argument => argument.Value).Where(value => value.Type is { IsReferenceType: true });
        return (reach.Anything || reach.Receiver) && call.Instance is { } receiver and not IInstanceReferenceOperation
            ? arguments.Append(receiver)
            : arguments;
    }

    // units[j].Out, a[t][i], this.a
    private static ISymbol? MemberOf(IOperation target)
    {
        for (var current = target; ;)
        {
            switch (current)
            {
                case IFieldReferenceOperation field: return TupleItems.Plain(field.Field);
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list }: current = list; continue;
                case IPropertyReferenceOperation property: return property.Property;
                case IArrayElementReferenceOperation element: current = element.ArrayReference; continue;
                case IParenthesizedOperation inner: current = inner.Operand; continue;
                case IConversionOperation conversion: current = conversion.Operand; continue;
                default: return null;
            }
        }
    }
}
