using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Calls: of source code by running it, of libraries by their models. A call that is neither yields unknown, and stops the
/// run if it was handed something that it could have written to.
/// </summary>
internal sealed class Calls(Interpreter machine)
{
    public Datum? Invocation(IInvocationOperation operation, Frame frame)
    {
        var receiver = operation.Instance is null ? null : machine.Expressions.Value(operation.Instance, frame);
        var method = Dispatch.Constrained(operation, frame) ?? operation.TargetMethod;
        var arguments = Arguments(operation.Arguments, operation.Arguments.Length, frame);
        return receiver is Absent && !Nullables.Owns(method)
            ? frame.Run.Stop()
            : receiver is null && HandedOutBuffers.Of(operation, method, arguments, frame) is { } buffer ? buffer
            : Invoke(method, receiver, arguments, frame, operation.IsVirtual, operation.ConstrainedToType);
    }

    /// <summary><c>ref double At(int i)</c>: the place that it returns. Library models return no places.</summary>
    public Reference? Referenced(IInvocationOperation operation, Frame frame)
    {
        frame.Run.LastReference = null;
        var value = Invocation(operation, frame);
        return frame.Run.LastReference ?? new AccessorPlace(() => value, _ => frame.Run.Stop());
    }

    public Datum? Operator(IMethodSymbol method, Datum?[] operands, Frame frame)
        => Invoke(Dispatch.Constrained(method, operands), null, [.. operands.Select(operand => new Cell(operand?.Copied()))], frame, isVirtual: false);

    public Datum? Apply(FunctionDatum function, Datum?[] arguments, Frame caller)
        => Apply(function, [.. arguments.Select(argument => new Cell(argument))], caller);

    public Datum? Apply(FunctionDatum function, Reference[] arguments, Frame caller)
    {
        if (function.Body is null)
        {
            return Invoke(function.Method, function.Receiver, arguments, function.Scope ?? caller, function.IsVirtual);
        }

        var frame = new Frame(caller.Run, function.Scope, function.Method, null, function.Scope?.Types ?? caller.Types);
        return Run(function.Body, function.Method, arguments, frame);
    }

    /// <summary>Runs a method on evaluated arguments, in the order of its parameters.</summary>
    public Datum? Invoke(IMethodSymbol method, Datum? receiver, Reference[] arguments, Frame caller, bool isVirtual, ITypeSymbol? constrainedTo = null)
    {
        if (receiver is FunctionDatum function && method.MethodKind == MethodKind.DelegateInvoke)
        {
            return Apply(function, arguments, caller);
        }

        if (isVirtual && receiver is Instance instance)
        {
            method = Dispatch.Override(method, instance) ?? method;
            if (instance.IsOpen && machine.Lookups.Hierarchy.IsOverridden(method))
            {
                return Unknown(receiver, arguments, caller);
            }
        }
        else if (isVirtual && receiver is null && method.IsFromSource() && machine.Lookups.Hierarchy.IsOpen(method))
        {
            return Unknown(receiver, arguments, caller);
        }

        method = method.PartialImplementationPart ?? method;
        method = method.ReducedFrom is { } extension ? Extended(extension, method, ref receiver, ref arguments) : method;
        if (machine.Bodies.RunnableBodyOf(method) is not { } body)
        {
            return FromLibrary(method, receiver, arguments, caller, constrainedTo);
        }

        var outer = method.MethodKind == MethodKind.LocalFunction ? caller.FrameOf(method.ContainingSymbol) : null;
        var types = (outer ?? caller).Types.Enter(method, (receiver as Instance)?.Type);
        return Run(body, method, arguments, new Frame(caller.Run, outer, method, receiver, types));
    }

    /// <summary>Arguments in the order of the parameters: values copied, by-ref ones as places, the rest defaults.</summary>
    public Reference[] Arguments(ImmutableArray<IArgumentOperation> arguments, int count, Frame frame)
    {
        var places = new Reference[Math.Max(count, arguments.Length)];
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            var ordinal = argument.Parameter is { } parameter && parameter.Ordinal < places.Length ? parameter.Ordinal : i;
            var isRef = argument.Parameter is { RefKind: RefKind.Ref or RefKind.Out };
            places[ordinal] = (isRef ? machine.Places.Locate(argument.Value, frame) : null)
                ?? new Cell(isRef ? null : machine.Expressions.Value(argument.Value, frame)?.Copied());
        }

        for (var i = 0; i < places.Length; i++)
        {
            places[i] ??= new Cell();
        }

        return places;
    }

    private Datum? Run(IOperation body, IMethodSymbol method, Reference[] arguments, Frame frame)
    {
        var parameters = method.Parameters;
        var declared = ReferenceEquals(method, method.OriginalDefinition) ? parameters : method.OriginalDefinition.Parameters;
        for (var i = 0; i < parameters.Length && i < arguments.Length; i++)
        {
            frame.Bind(parameters[i], arguments[i]);
            if (!SymbolEqualityComparer.Default.Equals(parameters[i], declared[i]))
            {
                frame.Bind(declared[i], arguments[i]);
            }
        }

        var outcome = machine.Statements.ExecuteBody(body, frame);
        if (outcome is Outcome.Stop or Outcome.Jump)
        {
            return frame.Run.Stop();
        }

        return frame.Yielded is { } yielded ? new ListDatum(yielded) : frame.Returned;
    }

    private Datum? FromLibrary(IMethodSymbol method, Datum? receiver, Reference[] arguments, Frame caller, ITypeSymbol? constrainedTo)
    {
        if (!method.IsFromSource() && machine.Libraries.Find(method) is { } model)
        {
            return model(new Call(machine, method, receiver, arguments, caller, null, constrainedTo));
        }

        return machine.Objects.Synthesized(method, receiver, arguments, caller) ?? Unknown(receiver, arguments, caller);
    }

    /// <summary>Code that cannot be followed may write to every object it can reach.</summary>
    private static Datum? Unknown(Datum? receiver, Reference[] arguments, Frame caller)
    {
        if (IsMutable(receiver)) return caller.Run.Stop();
        foreach (var argument in arguments)
            if (IsMutable(argument.Value)) return caller.Run.Stop();
        return null;
    }

    // A tuple arrives as a copy: np.zeros((rows, columns)) hands over two numbers.
    private static bool IsMutable(Datum? datum) => datum is TupleDatum tuple ? tuple.Items.Any(IsMutable)
        : datum is Elements or Instance or FunctionDatum or DictionaryDatum;

    private static IMethodSymbol Extended(IMethodSymbol extension, IMethodSymbol reduced, ref Datum? receiver, ref Reference[] arguments)
    {
        arguments = [new Cell(receiver), .. arguments];
        receiver = null;
        return extension;
    }
}
