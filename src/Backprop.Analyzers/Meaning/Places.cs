using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Finds the place that an expression denotes. Null when the place is unknown.</summary>
internal sealed partial class Places(Interpreter machine)
{
    public Reference? Locate(IOperation operation, Frame frame)
    {
        switch (operation)
        {
            case ILocalReferenceOperation { IsDeclaration: true } local:
                return frame.Declare(local.Local, null);
            case ILocalReferenceOperation local:
                return frame.Find(local.Local) ?? frame.Declare(local.Local, machine.Expressions.Value(local, frame));
            case IParameterReferenceOperation parameter:
                return Parameter(parameter.Parameter, frame)
                    ?? frame.Declare(parameter.Parameter, machine.Expressions.Value(parameter, frame));
            case IFieldReferenceOperation field:
                return Field(field, frame);
            case IPropertyReferenceOperation property:
                return Property(property, frame);
            case IArrayElementReferenceOperation element:
                return Element(element, frame);
            case IDeclarationExpressionOperation declaration:
                return Locate(declaration.Expression, frame);
            case IInvocationOperation { TargetMethod.ReturnsByRef: true } call:
                return machine.Calls.Referenced(call, frame);
            case IConditionalOperation { IsRef: true } choice when machine.Expressions.Value(choice.Condition, frame) is Truth truth:
                return (truth.Value ? choice.WhenTrue : choice.WhenFalse) is { } chosen ? Locate(chosen, frame) : null;
            case IImplicitIndexerReferenceOperation indexer:
                return ImplicitElement(indexer, frame);
            case IDiscardOperation:
                return null;
            default:
                return Unknown(frame);
        }
    }

    /// <summary>A parameter of the running method, or one of a primary constructor that the object captured.</summary>
    public Reference? Parameter(IParameterSymbol parameter, Frame frame)
    {
        if (frame.Find(parameter) is { } reference)
        {
            return reference;
        }

        return frame.This is Instance instance && parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor }
            ? Captured(parameter, instance, frame)
            : null;
    }

    private static StoragePlace Captured(IParameterSymbol parameter, Instance instance, Frame frame)
        => new(instance.Storage, parameter.OriginalDefinition, () => frame.Run.Free(parameter, parameter.Type));

    /// <summary>Static storage: constants and readonly fields by their initialiser, others only once this run has written them.</summary>
    public Reference? Static(ISymbol slot, Frame frame)
    {
        if (!slot.Locations.Any(location => location.IsInSource))
        {
            return null;
        }

        var key = slot.OriginalDefinition;
        return new StoragePlace(frame.Run.Statics, key, () =>
        {
            var value = machine.Objects.IsFixed(slot) && machine.Bodies.InitializerOf(key) is { } initial
                ? machine.Expressions.Value(initial, new Frame(frame.Run, null, null, null, frame.Types))
                : frame.Run.Free(slot, (slot as IFieldSymbol)?.Type ?? (slot as IPropertySymbol)?.Type);
            frame.Run.Statics[key] = value;
            return value;
        });
    }

    public static int? TupleIndex(IFieldSymbol field) => TupleIndex(field.CorrespondingTupleField?.Name ?? field.Name);

    /// <summary><c>list[^1]</c> or <c>span[1..]</c>.</summary>
    public Datum? ImplicitIndexer(IImplicitIndexerReferenceOperation operation, Frame frame)
    {
        var index = machine.Expressions.Value(operation.Argument, frame);
        return machine.Expressions.Value(operation.Instance, frame) is not Elements elements ? null
            : index is RangeDatum range ? Ranges.Slice(elements, range, frame.Run)
            : Ranges.Position(index, elements.Count) is { } position ? elements[position]
            : null;
    }

    /// <summary>Item1 is element 0.</summary>
    private static int? TupleIndex(string member)
        => member.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(member.Substring(4), out var number) ? number - 1 : null;

    private Reference? Field(IFieldReferenceOperation operation, Frame frame)
    {
        if (operation.Field.IsStatic)
        {
            return Static(operation.Field, frame);
        }

        var receiver = operation.Instance is null ? null : machine.Expressions.Value(operation.Instance, frame);
        if (receiver is TupleDatum tuple && TupleIndex(operation.Field) is { } index && index < tuple.Count)
        {
            return new ElementPlace(tuple, index);
        }

        return machine.Objects.Slot(receiver as Instance, operation.Field, frame);
    }

    private Reference? Element(IArrayElementReferenceOperation operation, Frame frame)
    {
        var array = machine.Expressions.Value(operation.ArrayReference, frame);
        var indices = new Datum?[operation.Indices.Length];
        for (var axis = 0; axis < indices.Length; axis++) indices[axis] = machine.Expressions.Value(operation.Indices[axis], frame);
        return array switch
        {
            null => null,
            Elements elements when indices is [RangeDatum range] => new Cell(Ranges.Slice(elements, range, frame.Run)),
            ArrayDatum { Rank: > 1 } known when Offset(known, indices) is { } offset => new ElementPlace(known, offset),
            Elements elements when indices.Length == 1 && Ranges.Position(indices[0], elements.Count) is { } position
                => new ElementPlace(elements, position),
            _ => Unknown(frame),
        };
    }

    private static int? Offset(ArrayDatum array, Datum?[] indices)
    {
        var positions = new int[indices.Length];
        for (var axis = 0; axis < positions.Length; axis++)
        {
            positions[axis] = indices[axis] is Number index ? (int)index.Value : -1;
        }

        return array.Offset(positions);
    }

    /// <summary>An index that is unknown or out of range, a pointer: where it would write cannot be followed.</summary>
    private static Reference? Unknown(Frame frame)
    {
        frame.Run.Stop();
        return null;
    }

    private Reference? ImplicitElement(IImplicitIndexerReferenceOperation operation, Frame frame)
        => machine.Expressions.Value(operation.Instance, frame) is Elements elements
            && Ranges.Position(machine.Expressions.Value(operation.Argument, frame), elements.Count) is { } position
            ? new ElementPlace(elements, position)
            : null;
}
