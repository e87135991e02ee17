using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>Calls, and everything written with <c>new</c> or <c>with</c>.</summary>
internal sealed partial class Expressions
{
    public override Datum? VisitInvocation(IInvocationOperation operation, Frame frame) => machine.Calls.Invocation(operation, frame);

    public override Datum? VisitArrayCreation(IArrayCreationOperation operation, Frame frame)
        => machine.Sequences.CreateArray(operation, frame);

    public override Datum? VisitObjectCreation(IObjectCreationOperation operation, Frame frame)
    {
        if (operation.Constructor is not { } constructor)
        {
            return operation.Type is { IsValueType: true } type ? Defaults.Of(frame.Types.Resolve(type)) : null;
        }

        var arguments = machine.Calls.Arguments(operation.Arguments, constructor.Parameters.Length, frame);
        return Initialised(machine.Construction.Create(constructor, arguments, frame), operation.Initializer, frame);
    }

    public override Datum? VisitTypeParameterObjectCreation(ITypeParameterObjectCreationOperation operation, Frame frame)
    {
        if (operation.Type is null || frame.Types.Resolve(operation.Type) is not INamedTypeSymbol type)
        {
            return null;
        }

        var constructor = type.InstanceConstructors.FirstOrDefault(candidate => candidate.Parameters.Length == 0);
        var created = NumericKinds.Of(type) is not null || constructor is null
            ? Defaults.Of(type)
            : machine.Construction.Create(constructor, [], frame);
        return Initialised(created, operation.Initializer, frame);
    }

    public override Datum? VisitWith(IWithOperation operation, Frame frame)
        => Value(operation.Operand, frame) is Instance instance ? Initialised(instance.Cloned(), operation.Initializer, frame) : null;

    public override Datum? VisitAnonymousObjectCreation(IAnonymousObjectCreationOperation operation, Frame frame)
    {
        if (operation.Type is not INamedTypeSymbol type)
        {
            return null;
        }

        var instance = new Instance(type);
        foreach (var initializer in operation.Initializers.OfType<ISimpleAssignmentOperation>())
        {
            if (initializer.Target is IPropertyReferenceOperation property)
            {
                instance.Storage[property.Property.OriginalDefinition] = Value(initializer.Value, frame)?.Copied();
            }
        }

        return instance;
    }

    public override Datum? VisitRangeOperation(IRangeOperation operation, Frame frame)
    {
        var start = operation.LeftOperand is null ? null : Ranges.AsIndex(Value(operation.LeftOperand, frame));
        var end = operation.RightOperand is null ? null : Ranges.AsIndex(Value(operation.RightOperand, frame));
        var isKnown = (operation.LeftOperand is null || start is not null) && (operation.RightOperand is null || end is not null);
        return isKnown ? new RangeDatum(start, end) : null;
    }

    /// <summary>Runs <c>{ X = 1, Items = { 2, 3 } }</c> on a new object.</summary>
    private Datum? Initialised(Datum? created, IObjectOrCollectionInitializerOperation? initializer, Frame frame)
    {
        if (created is null || initializer is null)
        {
            return created;
        }

        frame.Receivers.Push(created);
        foreach (var part in initializer.Initializers)
        {
            if (part is IMemberInitializerOperation member)
            {
                Initialised(Value(member.InitializedMember, frame), member.Initializer, frame);
            }
            else
            {
                Value(part, frame);
            }
        }

        frame.Receivers.Pop();
        return created;
    }
}
