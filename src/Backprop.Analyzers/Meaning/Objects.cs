using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>The storage of users' objects, and the members that the compiler writes for them.</summary>
internal sealed class Objects(Interpreter machine)
{
    public bool IsFixed(ISymbol slot) => machine.Lookups.FixedValues.Contains(slot);

    /// <summary>
    /// A local of the code around a lambda that is declared with a number or a function and never assigned again. Its
    /// initialiser is evaluated on its own: what it takes from variables of that code is unknown.
    /// </summary>
    public Datum? FixedLocal(ILocalSymbol local, Frame frame)
    {
        if (!frame.Run.Enter())
        {
            return null;
        }

        var value = machine.Bodies.InitializerOf(local) is { } initial && IsFixed(local)
            ? machine.Expressions.Value(initial, new Frame(frame.Run, null, null, null, frame.Types))
            : null;
        frame.Run.Leave();
        return value is Number or Truth or Text or FunctionDatum ? value : null;
    }

    /// <summary>Where an object keeps a field or auto-property.</summary>
    public Reference? Slot(Instance? instance, ISymbol member, Frame frame)
    {
        if (instance is null)
        {
            return null;
        }

        var key = member.OriginalDefinition;
        return new StoragePlace(instance.Storage, key, () => instance.Storage[key] = Initial(instance, member, frame));
    }

    /// <summary>The parts of a record or of a type with a Deconstruct method.</summary>
    public TupleDatum? Deconstruct(Instance instance, int count, Frame frame)
    {
        var method = instance.Type.GetMembers("Deconstruct").OfType<IMethodSymbol>().FirstOrDefault(
            candidate => candidate.Parameters.Length == count && !candidate.IsStatic);
        if (method is null)
        {
            return null;
        }

        var parts = method.Parameters.Select(_ => (Reference)new Cell()).ToArray();
        if (machine.Bodies.BodyOf(method) is null)
        {
            return new([.. method.Parameters.Select(parameter => Positional(instance, parameter.Name, frame))]);
        }

        machine.Calls.Invoke(method, instance, parts, frame, isVirtual: false);
        return new([.. parts.Select(part => part.Value)]);
    }

    /// <summary>Accessors of auto-properties and the members of records, which have no body in source.</summary>
    public Datum? Synthesized(IMethodSymbol method, Datum? receiver, Reference[] arguments, Frame frame)
    {
        if (Nullables.Owns(method))
        {
            return Nullables.Member(method, receiver, arguments, frame.Run);
        }

        if (method.AssociatedSymbol is not IPropertySymbol property || !machine.Lookups.IsAuto(property))
        {
            return null;
        }

        var slot = property.IsStatic ? machine.Places.Static(property, frame) : Slot(receiver as Instance, property, frame);
        if (slot is not null && method.MethodKind == MethodKind.PropertySet && arguments.Length > 0)
        {
            slot.Value = arguments[0].Value;
        }

        return slot?.Value;
    }

    private Datum? Initial(Instance instance, ISymbol member, Frame frame)
    {
        if (!instance.IsOpen)
        {
            return Defaults.Of(TypeMap.Empty.Within(instance.Type).Resolve(TypeOf(member)));
        }

        return IsFixed(member) && machine.Bodies.InitializerOf(member.OriginalDefinition) is { } initial
            ? machine.Expressions.Value(initial, new Frame(frame.Run, null, null, null, TypeMap.Empty.Within(instance.Type)))
            : frame.Run.Free(member, TypeOf(member)) ?? Buffers.Of(TypeOf(member));
    }

    private static ITypeSymbol TypeOf(ISymbol member)
        => member is IFieldSymbol field ? field.OriginalDefinition.Type : ((member as IPropertySymbol)?.OriginalDefinition.Type ?? member.ContainingType);

    private Datum? Positional(Instance instance, string name, Frame frame)
        => instance.Type.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property
            ? Slot(instance, property, frame)?.Value
            : null;
}
