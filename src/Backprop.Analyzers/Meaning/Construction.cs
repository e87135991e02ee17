using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Creates users' objects as C# does: field initialisers, then the base constructor, then the body. A base type of a library
/// is taken to keep nothing that users' code computes with.
/// </summary>
internal sealed class Construction(Interpreter machine)
{
    public Datum? Create(IMethodSymbol constructor, Reference[] arguments, Frame frame)
    {
        if (frame.Types.Resolve(constructor.ContainingType) is not INamedTypeSymbol type)
        {
            return null;
        }

        if (!type.IsFromSource())
        {
            return machine.Libraries.Find(constructor) is { } model
                ? model(new Call(machine, constructor, null, arguments, frame, type))
                : null;
        }

        var instance = new Instance(type);
        if (!frame.Run.Allocate(1))
        {
            return null;
        }

        if (!type.IsValueType || !constructor.IsImplicitlyDeclared || constructor.Parameters.Length > 0)
        {
            Construct(instance, constructor, arguments, frame);
        }

        return instance;
    }

    private void Construct(Instance instance, IMethodSymbol constructor, Reference[] arguments, Frame caller)
    {
        if (!caller.Run.Enter())
        {
            return;
        }

        var frame = new Frame(caller.Run, null, constructor, instance, caller.Types.Enter(constructor, instance.Type));
        BindParameters(constructor.OriginalDefinition, arguments, frame);
        var body = machine.Bodies.BodyOf(constructor);
        var chained = Chained(body);
        var toThis = chained is not null && SymbolEqualityComparer.Default.Equals(
            chained.TargetMethod.ContainingType.OriginalDefinition, constructor.ContainingType.OriginalDefinition);
        if (!toThis)
        {
            Initialise(instance, constructor, frame);
        }

        ConstructBase(instance, constructor, chained, frame);
        if (body is IConstructorBodyOperation written && machine.Statements.ExecuteBody(written, frame) is Outcome.Stop or Outcome.Jump)
        {
            caller.Run.Stop();
        }

        caller.Run.Leave();
    }

    private void ConstructBase(Instance instance, IMethodSymbol constructor, IInvocationOperation? chained, Frame frame)
    {
        var target = chained?.TargetMethod ?? constructor.ContainingType.BaseType?.InstanceConstructors.FirstOrDefault(
            candidate => candidate.Parameters.Length == 0);
        if (target is not null && target.ContainingType.IsFromSource())
        {
            var arguments = chained is null ? [] : machine.Calls.Arguments(chained.Arguments, target.Parameters.Length, frame);
            Construct(instance, target, arguments, frame);
        }
    }

    /// <summary>Field and property initialisers, positional properties of records, captured primary-constructor parameters.</summary>
    private void Initialise(Instance instance, IMethodSymbol constructor, Frame frame)
    {
        var isPrimary = !constructor.IsImplicitlyDeclared && machine.Bodies.BodyOf(constructor) is not IConstructorBodyOperation;
        foreach (var member in constructor.ContainingType.OriginalDefinition.GetMembers())
        {
            if (member is not (IFieldSymbol { AssociatedSymbol: null } or IPropertySymbol) || member.IsStatic)
            {
                continue;
            }

            if (machine.Bodies.InitializerOf(member) is { } initial)
            {
                instance.Storage[member] = machine.Expressions.Value(initial, frame)?.Copied();
            }
            else if (isPrimary && constructor.ContainingType.IsRecord && member is IPropertySymbol property
                && constructor.OriginalDefinition.Parameters.FirstOrDefault(parameter => parameter.Name == property.Name) is { } positional)
            {
                instance.Storage[property] = frame.Find(positional)?.Value;
            }
        }

        foreach (var parameter in constructor.OriginalDefinition.Parameters)
        {
            instance.Storage[parameter] = frame.Find(parameter)?.Value;
        }
    }

    private static void BindParameters(IMethodSymbol constructor, Reference[] arguments, Frame frame)
    {
        for (var i = 0; i < constructor.Parameters.Length && i < arguments.Length; i++)
        {
            frame.Bind(constructor.Parameters[i], arguments[i]);
        }
    }

    private static IInvocationOperation? Chained(IOperation? body) => body switch
    {
        IConstructorBodyOperation { Initializer: IExpressionStatementOperation { Operation: IInvocationOperation call } } => call,
        IConstructorBodyOperation { Initializer: IInvocationOperation call } => call,
        IInvocationOperation call => call,
        _ => null,
    };
}
