using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The regions of fields and properties that one member's own code writes: by assignment, or by handing what lies there to
/// a call that may write what it is handed. What it writes by calling the type's own members is those
/// members' doing.
/// </summary>
internal static class DirectWrites
{
    /// <param name="body">The member.</param>
    /// <param name="effects">What calls write.</param>
    /// <param name="leaveOut">Calls whose writes do not count.</param>
    public static HashSet<Region> Of(MemberBody body, CallEffects effects, Func<IInvocationOperation, bool>? leaveOut = null)
    {
        var written = new HashSet<Region>();
        foreach (var operation in body.Operations)
        {
            foreach (var target in WriteTargets.Of(operation))
                if (RegionOf(target, 0) is { } region) written.Add(region);
            foreach (var handed in HandedOver(operation, effects, leaveOut))
                if (RegionOf(handed, 1) is { } region) written.Add(region);
        }

        return written;
    }

    private static IEnumerable<IOperation> HandedOver(IOperation operation, CallEffects effects, Func<IInvocationOperation, bool>? leaveOut)
    {
        if (operation is not IInvocationOperation call || effects.Of(call) is not { Computes: false } reach || leaveOut?.Invoke(call) == true) return [];
        var arguments = call.Arguments.Where(argument => reach.Anything || reach.Parameters.Contains(argument.Parameter?.Ordinal ?? 0))
            .Select(argument => argument.Value).Where(value => value.Type is { IsReferenceType: true });
        return (reach.Anything || reach.Receiver) && call.Instance is { } receiver and not IInstanceReferenceOperation
            ? arguments.Append(receiver)
            : arguments;
    }

    // units[j].Out, a[t][i], this.a
    private static Region? RegionOf(IOperation target, int depth)
    {
        for (var current = target; ;)
        {
            switch (current)
            {
                case IFieldReferenceOperation field: return new Region(TupleItems.Plain(field.Field), depth);
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list }: depth++; current = list; continue;
                case IImplicitIndexerReferenceOperation fromEnd: depth++; current = fromEnd.Instance; continue;
                case IPropertyReferenceOperation property: return new Region(property.Property, depth);
                case IArrayElementReferenceOperation element: depth++; current = element.ArrayReference; continue;
                case IParenthesizedOperation inner: current = inner.Operand; continue;
                case IConversionOperation conversion: current = conversion.Operand; continue;
                default: return null;
            }
        }
    }
}
