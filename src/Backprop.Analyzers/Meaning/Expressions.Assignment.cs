using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Everything that writes: assignments, <c>+=</c>, <c>++</c>, <c>??=</c>, deconstruction, declarations inside expressions.</summary>
internal sealed partial class Expressions
{
    public override Datum? VisitSimpleAssignment(ISimpleAssignmentOperation operation, Frame frame)
    {
        if (operation.IsRef)
        {
            return Rebind(operation, frame);
        }

        var place = machine.Places.Locate(operation.Target, frame);
        var value = Value(operation.Value, frame)?.Copied();
        return Store(place, value, frame);
    }

    public override Datum? VisitCompoundAssignment(ICompoundAssignmentOperation operation, Frame frame)
    {
        var place = machine.Places.Locate(operation.Target, frame);
        var before = place?.Value;
        var right = Value(operation.Value, frame);
        var value = Combine(operation.OperatorKind, operation.OperatorMethod, before, right, frame);
        return Store(place, Narrow(value, operation.Type, frame), frame);
    }

    public override Datum? VisitIncrementOrDecrement(IIncrementOrDecrementOperation operation, Frame frame)
    {
        var place = machine.Places.Locate(operation.Target, frame);
        if (place?.Value is not Number before)
        {
            Store(place, null, frame);
            return null;
        }

        var kind = operation.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var after = Narrow(Arithmetic.Binary(kind, before, new Number(1, before.Kind)), operation.Target.Type, frame);
        Store(place, after, frame);
        return operation.IsPostfix ? before : after;
    }

    public override Datum? VisitCoalesceAssignment(ICoalesceAssignmentOperation operation, Frame frame)
    {
        var place = machine.Places.Locate(operation.Target, frame);
        return place?.Value switch
        {
            null => frame.Run.Stop(),
            Absent => Store(place, Value(operation.Value, frame)?.Copied(), frame),
            var value => value,
        };
    }

    public override Datum? VisitDeclarationExpression(IDeclarationExpressionOperation operation, Frame frame)
    {
        Deconstruct(operation.Expression, null, frame);
        return null;
    }

    public override Datum? VisitDiscardOperation(IDiscardOperation operation, Frame frame) => null;

    public override Datum? VisitDeconstructionAssignment(IDeconstructionAssignmentOperation operation, Frame frame)
    {
        var value = Value(operation.Value, frame)?.Copied();
        Deconstruct(operation.Target, value, frame);
        return value;
    }

    /// <summary>Stores the parts of a value in <c>(x, y)</c>, <c>var (x, y)</c> or a single target.</summary>
    public void Deconstruct(IOperation target, Datum? value, Frame frame)
    {
        switch (target)
        {
            case ITupleOperation tuple:
                DeconstructTuple(tuple, value, frame);
                break;
            case IDeclarationExpressionOperation declaration:
                Deconstruct(declaration.Expression, value, frame);
                break;
            case IConversionOperation conversion:
                Deconstruct(conversion.Operand, value, frame);
                break;
            case ILocalReferenceOperation { IsDeclaration: true } local:
                frame.Declare(local.Local, value);
                break;
            case IDiscardOperation:
                break;
            default:
                Store(machine.Places.Locate(target, frame), value, frame);
                break;
        }
    }

    /// <summary>Writing to a place that is unknown is dropped: nothing known can be read from there either.</summary>
    private static Datum? Store(Reference? place, Datum? value, Frame frame)
    {
        if (place is not null && !frame.Run.Stopped)
        {
            place.Value = value;
        }

        return value;
    }

    private void DeconstructTuple(ITupleOperation targets, Datum? value, Frame frame)
    {
        var parts = value is Instance instance ? machine.Objects.Deconstruct(instance, targets.Elements.Length, frame) : value as TupleDatum;
        var known = parts is not null && parts.Count == targets.Elements.Length ? parts : null;
        for (var i = 0; i < targets.Elements.Length; i++)
        {
            Deconstruct(targets.Elements[i], known?[i], frame);
        }
    }

    private Datum? Rebind(ISimpleAssignmentOperation operation, Frame frame)
    {
        var place = machine.Places.Locate(operation.Value, frame);
        return operation.Target is ILocalReferenceOperation local && place is not null
            ? frame.Bind(local.Local, place).Value
            : frame.Run.Stop();
    }

    /// <summary><c>f += d</c> on a float computes in double and rounds back.</summary>
    private static Datum? Narrow(Datum? value, ITypeSymbol? type, Frame frame)
        => value is Number number && type is not null && NumericKinds.Of(frame.Types.Resolve(type)) is { } kind
            ? Arithmetic.Convert(number, kind)
            : value;
}
