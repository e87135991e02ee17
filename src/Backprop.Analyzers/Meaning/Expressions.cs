using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Evaluates expressions. What no method here handles is unknown (<see cref="DefaultVisit"/>).</summary>
internal sealed partial class Expressions(Interpreter machine) : OperationVisitor<Frame, Datum?>
{
    public Datum? Value(IOperation? operation, Frame frame)
    {
        if (operation is null)
        {
            return null;
        }

        if (frame.Run.Known is { } known && known.TryGetValue(operation, out var given))
        {
            return given;
        }

        if (operation.ConstantValue is { HasValue: true } constant)
        {
            return Defaults.Constant(constant.Value, operation.Type);
        }

        if (!frame.Run.Enter())
        {
            return null;
        }

        var result = operation.Kind == OperationKind.None ? DefaultVisit(operation, frame) : operation.Accept(this, frame);
        frame.Run.Leave();
        return result;
    }

    /// <summary>stackalloc has no operation of its own, nor have collection expressions in Roslyn 4.8: their syntax tells.</summary>
    public override Datum? DefaultVisit(IOperation operation, Frame frame) => operation.Syntax switch
    {
        StackAllocArrayCreationExpressionSyntax or ImplicitStackAllocArrayCreationExpressionSyntax
            => machine.Sequences.StackAllocated(operation, frame),
        CollectionExpressionSyntax => machine.Sequences.Collected(operation, frame),
        _ => Unmodelled(operation, frame),
    };

    /// <summary>What does not bind may do anything.</summary>
    public override Datum? VisitInvalid(IInvalidOperation operation, Frame frame) => frame.Run.Stop();

    public override Datum? VisitTranslatedQuery(ITranslatedQueryOperation operation, Frame frame) => Value(operation.Operation, frame);

    public override Datum? VisitParenthesized(IParenthesizedOperation operation, Frame frame) => Value(operation.Operand, frame);

    public override Datum? VisitLocalReference(ILocalReferenceOperation operation, Frame frame)
    {
        if (operation.IsDeclaration)
        {
            return frame.Declare(operation.Local, null).Value;
        }

        return frame.Find(operation.Local) is { } reference ? reference.Value
            : Given(operation.Local, frame) ?? machine.Objects.FixedLocal(operation.Local, frame) ?? frame.Run.Free(operation.Local, operation.Type);
    }

    public override Datum? VisitParameterReference(IParameterReferenceOperation operation, Frame frame)
        => machine.Places.Parameter(operation.Parameter, frame) is { } reference ? reference.Value
            : Given(operation.Parameter, frame) ?? frame.Run.Free(operation.Parameter, operation.Type);

    public override Datum? VisitFieldReference(IFieldReferenceOperation operation, Frame frame)
    {
        if (Given(operation.Field, frame) is { } given)
        {
            return given;
        }

        return operation.Field.IsStatic
            ? machine.Places.Static(operation.Field, frame)?.Value
            : FieldOf(Value(operation.Instance, frame), operation.Field, frame);
    }

    public override Datum? VisitPropertyReference(IPropertyReferenceOperation operation, Frame frame)
        => Given(operation.Property, frame)
            ?? (machine.Places.Property(operation, frame) is { } place ? place.Value
                : machine.Lookups.IsAuto(operation.Property) ? frame.Run.Free(operation.Property, operation.Type)
                : null);

    public override Datum? VisitArrayElementReference(IArrayElementReferenceOperation operation, Frame frame)
        => machine.Places.Locate(operation, frame)?.Value;

    public override Datum? VisitImplicitIndexerReference(IImplicitIndexerReferenceOperation operation, Frame frame)
        => machine.Places.ImplicitIndexer(operation, frame);

    public override Datum? VisitInstanceReference(IInstanceReferenceOperation operation, Frame frame)
    {
        if (operation.ReferenceKind is InstanceReferenceKind.ImplicitReceiver or InstanceReferenceKind.PatternInput)
        {
            return frame.Receiver;
        }

        return frame.This;
    }

    public override Datum? VisitConditional(IConditionalOperation operation, Frame frame)
        => Value(operation.Condition, frame) switch
        {
            Truth condition => Value(condition.Value ? operation.WhenTrue : operation.WhenFalse, frame),
            _ => Skipped(frame, operation.WhenTrue, operation.WhenFalse),
        };

    public override Datum? VisitCoalesce(ICoalesceOperation operation, Frame frame)
        => Value(operation.Value, frame) switch
        {
            null => Skipped(frame, operation.WhenNull),
            Absent => Value(operation.WhenNull, frame),
            var value => value,
        };

    public override Datum? VisitConditionalAccess(IConditionalAccessOperation operation, Frame frame)
    {
        var receiver = Value(operation.Operation, frame);
        if (receiver is null)
        {
            return Skipped(frame, operation.WhenNotNull);
        }

        if (receiver is Absent)
        {
            return receiver;
        }

        frame.Receivers.Push(receiver);
        var result = Value(operation.WhenNotNull, frame);
        frame.Receivers.Pop();
        return result;
    }

    public override Datum? VisitConditionalAccessInstance(IConditionalAccessInstanceOperation operation, Frame frame)
        => frame.Receiver;

    public override Datum? VisitThrow(IThrowOperation operation, Frame frame) => frame.Run.Stop();

    public override Datum? VisitDefaultValue(IDefaultValueOperation operation, Frame frame)
        => operation.Type is { } type ? Defaults.Of(frame.Types.Resolve(type)) : null;

    public override Datum? VisitTuple(ITupleOperation operation, Frame frame)
        => new TupleDatum([.. operation.Elements.Select(element => Value(element, frame)?.Copied())]);

    public override Datum? VisitAnonymousFunction(IAnonymousFunctionOperation operation, Frame frame)
        => new FunctionDatum(operation.Symbol, operation.Body, null, frame.Snapshot(), isVirtual: false);

    public override Datum? VisitDelegateCreation(IDelegateCreationOperation operation, Frame frame) => Value(operation.Target, frame);

    public override Datum? VisitMethodReference(IMethodReferenceOperation operation, Frame frame)
    {
        var receiver = operation.Instance is null ? null : Value(operation.Instance, frame)?.Copied();
        return new FunctionDatum(operation.Method, null, receiver, frame, operation.IsVirtual);
    }

    public override Datum? VisitBlock(IBlockOperation operation, Frame frame)
    {
        var outcome = machine.Statements.Execute(operation, frame);
        return outcome == Outcome.Return ? frame.Returned : null;
    }

    /// <summary>A field of an object, or an element of a tuple.</summary>
    public Datum? FieldOf(Datum? receiver, IFieldSymbol field, Frame frame) => receiver switch
    {
        TupleDatum tuple when Places.TupleIndex(field) is { } index && index < tuple.Count => tuple[index],
        Absent => frame.Run.Stop(),
        null => frame.Run.Free(field, field.Type),
        _ => machine.Objects.Slot(receiver as Instance, field, frame)?.Value,
    };

    /// <summary>An operation that is not modelled is unknown, but its parts may have effects.</summary>
    private Datum? Unmodelled(IOperation operation, Frame frame)
    {
        foreach (var part in operation.ChildOperations)
        {
            Value(part, frame);
        }

        return operation.Kind is OperationKind.DynamicInvocation or OperationKind.DynamicIndexerAccess or OperationKind.DynamicObjectCreation
            or OperationKind.FunctionPointerInvocation ? frame.Run.Stop() : null;
    }

    /// <summary>Whether these parts run is unknown: a run in which they might change something cannot go on.</summary>
    private static Datum? Skipped(Frame frame, params IOperation?[] parts)
        => parts.Any(part => part is not null && part.DescendantsAndSelf().Any(HasEffect)) ? frame.Run.Stop() : null;

    private static bool HasEffect(IOperation operation)
        => operation is IAssignmentOperation or IIncrementOrDecrementOperation or IThrowOperation
            or IInvocationOperation { TargetMethod: { IsStatic: false } or { ReturnsVoid: true } }
            or IInvocationOperation { TargetMethod.Parameters: [{ Type.IsReferenceType: true }, ..] };

    private static Datum? Given(ISymbol symbol, Frame frame)
        => frame.Run.Symbols is { } symbols && symbols.TryGetValue(symbol, out var given) ? given : null;
}
