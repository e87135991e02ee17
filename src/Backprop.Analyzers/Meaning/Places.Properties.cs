using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Properties and indexers as places.</summary>
internal sealed partial class Places
{
    /// <summary>A property: given by name, stored, computed, an indexer, or one of a library.</summary>
    public Reference? Property(IPropertyReferenceOperation operation, Frame frame)
    {
        var receiver = operation.Instance is null ? null : machine.Expressions.Value(operation.Instance, frame);
        if (Nullables.Owns(operation.Property))
        {
            return new Cell(Nullables.Member(operation.Property, receiver, [], frame.Run));
        }

        if (receiver is Absent)
        {
            frame.Run.Stop();
            return null;
        }

        if (receiver is Elements elements and not TupleDatum && operation.Property.IsIndexer && operation.Arguments.Length == 1)
        {
            return IndexedElement(elements, operation, frame);
        }

        if (receiver is TupleDatum tuple && TupleIndex(operation.Property.Name) is { } item && item < tuple.Count)
        {
            return new ElementPlace(tuple, item);
        }

        return Dispatch.IsUndecided(operation, receiver) ? null : UsersOwn(operation, receiver, frame);
    }

    private Reference? UsersOwn(IPropertyReferenceOperation operation, Datum? receiver, Frame frame)
    {
        var property = Dispatch.Of(operation.Property, receiver, operation, frame);
        if (receiver is Instance { IsOpen: true } && (property.GetMethod ?? property.SetMethod) is { } accessor
            && operation.Instance?.Syntax is not BaseExpressionSyntax && machine.Lookups.Hierarchy.IsOverridden(accessor))
        {
            return null;
        }

        if (machine.Lookups.IsAuto(property) || property.ContainingType.IsAnonymousType)
        {
            return property.IsStatic ? Static(property, frame) : machine.Objects.Slot(receiver as Instance, property, frame);
        }

        var arguments = machine.Calls.Arguments(operation.Arguments, operation.Arguments.Length, frame);
        return ByAccessors(property, receiver, arguments, operation.ConstrainedToType, frame);
    }

    private AccessorPlace ByAccessors(IPropertySymbol property, Datum? receiver, Reference[] arguments, ITypeSymbol? constrainedTo, Frame frame) => new(
        () => property.GetMethod is { } getter ? machine.Calls.Invoke(getter, receiver, arguments, frame, isVirtual: false, constrainedTo) : null,
        value => Set(property, receiver, arguments, value, frame));

    /// <summary><c>list[i]</c>, <c>span[i]</c>, <c>vector[i]</c>.</summary>
    private Reference? IndexedElement(Elements elements, IPropertyReferenceOperation operation, Frame frame)
    {
        var index = machine.Expressions.Value(operation.Arguments[0].Value, frame);
        return Ranges.Position(index, elements.Count) is { } position ? new ElementPlace(elements, position) : Unknown(frame);
    }

    private void Set(IPropertySymbol property, Datum? receiver, Reference[] arguments, Datum? value, Frame frame)
    {
        if (property.SetMethod is { } setter)
        {
            machine.Calls.Invoke(setter, receiver, [.. arguments, new Cell(value)], frame, isVirtual: false);
        }
        else if (receiver is Instance)
        {
            frame.Run.Stop();
        }
    }
}
