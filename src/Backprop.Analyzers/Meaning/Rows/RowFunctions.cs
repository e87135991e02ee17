using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>A function of code, with the numbers that the code leaves open and that it used, once it has been run.</summary>
internal sealed record OpenFunction(RowFunction Function, UsedNumbers Used);

/// <summary>
/// Methods of a given object's type, lambdas and delegates as functions that work row by row. Each call is a run of its own
/// on a fresh object: nothing that one call leaves behind is seen by the next. Numbers that the code leaves open
/// (<c>alpha</c> of an ELU) have a generic value, the same in all functions.
/// </summary>
internal sealed class RowFunctions(Interpreter interpreter, Shapes shapes)
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> makeable = new(SymbolEqualityComparer.Default);

    /// <summary>The method as an object of type <paramref name="on"/> has it.</summary>
    public OpenFunction? Of(IMethodSymbol method, INamedTypeSymbol on, bool constructed, Selector? selector = null)
    {
        if ((selector is null ? interpreter.Bodies.BodyOf(method) : interpreter.Bodies.RunnableBodyOf(method)) is null) return null;
        if (selector is not null && method.ReturnType.TypeKind == TypeKind.Delegate) return OfReturned(method, on, selector);
        if (!Callables.MayBeFunction(method)) return null;
        var used = new UsedNumbers();
        var free = interpreter.WithFreeNumbers(used);
        Datum? Invoke(Reference[] arguments, out bool completed) => RowArgument.IsMatrixMethod(method)
            ? OfMatrix(method, free.Invoke(method, arguments[0].Value, [], out completed), arguments)
            : free.Invoke(method, Receiver(method, on, constructed, free, selector), arguments, out completed);
        return RowFunction.Of(method, Invoke, shapes, selector) is { } function ? new(function, used) : null;
    }

    public OpenFunction? Of(IAnonymousFunctionOperation lambda)
        => lambda.Symbol.IsAsync ? null : Of(new FunctionDatum(lambda.Symbol, lambda.Body, null, null, isVirtual: false));

    public OpenFunction? Of(FunctionDatum function)
    {
        var used = new UsedNumbers();
        var free = interpreter.WithFreeNumbers(used);
        Datum? Invoke(Reference[] arguments, out bool completed) => free.Apply(function, arguments, out completed);
        return RowFunction.Of(function.Method, Invoke, shapes) is { } found ? new(found, used) : null;
    }

    /// <summary>Can an object be made without telling it anything?</summary>
    public bool CanConstruct(INamedTypeSymbol type) => makeable.GetOrAdd(type, _ => Constructor(type) is { } constructor && Construct(constructor, interpreter) is not null);

    private static Datum? OfMatrix(IMethodSymbol method, Datum? returned, Reference[] arguments)
        => method.ReturnsVoid ? arguments[0].Value : returned;

    /// <summary><c>Func&lt;double, double&gt; Of(Kind kind)</c>: the function that is returned for a value.</summary>
    private OpenFunction? OfReturned(IMethodSymbol method, INamedTypeSymbol on, Selector selector)
    {
        var arguments = method.Parameters.Select(selector.ValueOf).ToArray();
        if (arguments.Any(argument => argument is null)) return null;
        var receiver = Receiver(method, on, constructed: false, interpreter, selector);
        return interpreter.Invoke(method, receiver, [.. arguments.Select(argument => argument!)]) is FunctionDatum function ? Of(function) : null;
    }

    private static Datum? Receiver(IMethodSymbol method, INamedTypeSymbol on, bool constructed, Interpreter interpreter, Selector? selector)
        => method.IsStatic || method.MethodKind == MethodKind.LocalFunction ? null
            : constructed ? Constructor(on) is { } constructor ? Construct(constructor, interpreter) : null
            : selector is null ? new Instance(on, isOpen: true)
            : selector.Applied(new Instance(on, isOpen: true));

    private static IMethodSymbol? Constructor(INamedTypeSymbol type) => type.IsAbstract || type.IsStatic ? null
        : type.InstanceConstructors.OrderBy(constructor => constructor.Parameters.Length)
            .FirstOrDefault(constructor => constructor.Parameters.All(parameter => parameter.HasExplicitDefaultValue));

    private static Datum? Construct(IMethodSymbol constructor, Interpreter interpreter)
    {
        var arguments = constructor.Parameters
            .Select(parameter => parameter.ExplicitDefaultValue is { } value ? Defaults.Constant(value, parameter.Type) : Defaults.Of(parameter.Type)).ToArray();
        return arguments.Any(argument => argument is null) ? null : interpreter.Construct(constructor, [.. arguments.Select(argument => argument!)]);
    }
}
