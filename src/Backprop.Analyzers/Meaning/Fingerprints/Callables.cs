using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>A method or lambda seen as a function of one value.</summary>
internal sealed record Callable(ITypeSymbol InputType, Func<Datum, Datum?> Function);

/// <summary>
/// Which methods are functions of one value: f(x); f(x[]) that returns or overwrites; f(source, destination);
/// f(values, index); an instance method of a matrix-like type without parameters.
/// </summary>
internal sealed class Callables(Interpreter interpreter, Shapes shapes)
{
    /// <summary>The ways to see a method as a function of one value; the first that means something counts.</summary>
    public IEnumerable<Callable> Of(IMethodSymbol method)
    {
        if (!MayBeFunction(method) || interpreter.Bodies.BodyOf(method) is null)
        {
            return [];
        }

        var required = method.Parameters.TakeWhile(parameter => !parameter.HasExplicitDefaultValue).ToArray();
        return required.Length switch
        {
            0 when !method.IsStatic && method.Parameters.Length == 0 => Some(OfReceiver(method)),
            1 => Some(OfOne(method, required[0])),
            2 => [.. Some(OfTwo(method, 0, 1)), .. Some(method.ReturnsVoid ? OfTwo(method, 1, 0) : null)],
            _ => [],
        };
    }

    /// <summary>z => derivative(z, forward(z)), or with the arguments the other way round.</summary>
    public Callable? OfInputAndOutput(IMethodSymbol forward, IMethodSymbol derivative, bool inputFirst)
        => Of(forward).FirstOrDefault() is { } function && TakesTwoNumbers(derivative)
            ? new(function.InputType, input => function.Function(input) is not { } output ? null
                : interpreter.Invoke(derivative, Receiver(derivative), inputFirst ? [input, output] : [output, input]))
            : null;

    /// <summary>x => derivative(x, upstream), or with the arguments the other way round.</summary>
    public Callable? OfOneArgument(IMethodSymbol derivative, int argument, double upstream = 1)
        => TakesTwoNumbers(derivative)
            ? new(derivative.Parameters[argument].Type, input => interpreter.Invoke(
                derivative, Receiver(derivative), argument == 0 ? [input, Number.Of(upstream)] : [Number.Of(upstream), input]))
            : null;

    private static bool TakesTwoNumbers(IMethodSymbol method)
        => MayBeFunction(method) && method.Parameters.Length == 2 && method.Parameters.All(parameter => Shapes.IsScalar(parameter.Type));

    public Callable? Of(IAnonymousFunctionOperation lambda)
    {
        if (lambda.Symbol.IsAsync || lambda.Symbol.Parameters.Length != 1 || !shapes.Supports(lambda.Symbol.Parameters[0].Type))
        {
            return null;
        }

        var function = new FunctionDatum(lambda.Symbol, lambda.Body, null, null, isVirtual: false);
        return new(lambda.Symbol.Parameters[0].Type, input =>
        {
            var returned = interpreter.Apply(function, [new Cell(input)], out var completed);
            return Result(lambda.Symbol, returned, input, completed);
        });
    }

    public static bool MayBeFunction(IMethodSymbol method)
        => !method.IsAsync && !method.IsAbstract && method.Parameters.Length <= 4
            && method.MethodKind is MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.ExplicitInterfaceImplementation
                or MethodKind.UserDefinedOperator or MethodKind.Conversion or MethodKind.PropertyGet
            && (method.ReturnsVoid || MayHoldNumbers(method.ReturnType));

    private static bool MayHoldNumbers(ITypeSymbol type)
        => type.SpecialType is SpecialType.None or SpecialType.System_Double or SpecialType.System_Single or SpecialType.System_Decimal
            or SpecialType.System_Collections_Generic_IEnumerable_T or SpecialType.System_Collections_Generic_IList_T
            or SpecialType.System_Collections_Generic_IReadOnlyList_T or SpecialType.System_Collections_Generic_ICollection_T
            or SpecialType.System_Collections_Generic_IReadOnlyCollection_T;

    private static Callable[] Some(Callable? callable) => callable is null ? [] : [callable];

    /// <summary><c>Matrix Tanh()</c> or <c>void Tanh()</c> of a matrix-like type.</summary>
    private Callable? OfReceiver(IMethodSymbol method)
        => method.MethodKind != MethodKind.PropertyGet && !Shapes.IsScalar(method.ReturnType) && shapes.Supports(method.ContainingType)
            ? new(method.ContainingType, input => Result(method, interpreter.Invoke(method, input, [], out var completed), input, completed))
            : null;

    private Callable? OfOne(IMethodSymbol method, IParameterSymbol parameter)
    {
        if (!shapes.Supports(parameter.Type) || (method.ReturnsVoid && Shapes.IsScalar(parameter.Type) && parameter.RefKind != RefKind.Ref))
        {
            return null;
        }

        return new(parameter.Type, input =>
        {
            var arguments = Arguments(method, input);
            var result = interpreter.Invoke(method, Receiver(method), arguments, out var completed);
            return Result(method, result, parameter.RefKind == RefKind.Ref ? arguments[0].Value : input, completed);
        });
    }

    private Callable? OfTwo(IMethodSymbol method, int source, int other)
    {
        var (first, second) = (method.Parameters[source], method.Parameters[other]);
        if (!shapes.Supports(first.Type))
        {
            return null;
        }

        if (!method.ReturnsVoid)
        {
            return second.Type.SpecialType == SpecialType.System_Int32 && !Shapes.IsScalar(first.Type)
                ? new(first.Type, input => AtEveryIndex(method, input))
                : null;
        }

        return shapes.Supports(second.Type) && !Shapes.IsScalar(second.Type) && !Shapes.IsScalar(first.Type)
            ? new(first.Type, input => IntoDestination(method, input, second.Type, isFirst: other == 0))
            : null;
    }

    /// <summary><c>double F(double[] values, int index)</c>: each element must depend on its own input alone.</summary>
    private Datum? AtEveryIndex(IMethodSymbol method, Datum input)
    {
        if (input is not Elements values)
        {
            return null;
        }

        var results = new Datum?[values.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = interpreter.Invoke(method, Receiver(method), Arguments(method, input, Number.Of(i)), out _);
            if (results[i] is not Number)
            {
                return null;
            }
        }

        return new ArrayDatum(results, values.ElementKind);
    }

    private Datum? IntoDestination(IMethodSymbol method, Datum input, ITypeSymbol destination, bool isFirst)
    {
        var count = Leaves.Of(input).Count;
        if (shapes.Build(destination, new double[count]) is not { } target)
        {
            return null;
        }

        var arguments = isFirst ? Arguments(method, target, input) : Arguments(method, input, target);
        interpreter.Invoke(method, Receiver(method), arguments, out var completed);
        return completed ? target : null;
    }

    /// <summary>The value returned, or, of a method that returns nothing, the input as it was overwritten.</summary>
    private static Datum? Result(IMethodSymbol method, Datum? returned, Datum? input, bool completed = true)
        => !completed ? null : method.ReturnsVoid ? input : returned;

    private static Reference[] Arguments(IMethodSymbol method, params Datum[] given)
    {
        var arguments = new Reference[method.Parameters.Length];
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = method.Parameters[i];
            arguments[i] = new Cell(i < given.Length ? given[i]
                : parameter.HasExplicitDefaultValue ? Default(parameter) : null);
        }

        return arguments;
    }

    private static Datum? Default(IParameterSymbol parameter)
        => parameter.ExplicitDefaultValue is null ? Defaults.Of(parameter.Type) : Defaults.Constant(parameter.ExplicitDefaultValue, parameter.Type);

    /// <summary>An object of the method's type of which only fixed values are known.</summary>
    public static Datum? Receiver(IMethodSymbol method)
        => method.IsStatic || method.MethodKind == MethodKind.LocalFunction ? null : new Instance(method.ContainingType, isOpen: true);
}
