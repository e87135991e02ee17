using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Users' own matrix, vector and tensor classes: created through one of their constructors or factories, then every
/// floating-point element of their storage is set to a sample.
/// </summary>
internal static class OwnTypes
{
    private const int Rows = 2;

    public static Func<double[], Datum?>? BuilderOf(INamedTypeSymbol type, Interpreter interpreter)
    {
        if (type.IsAbstract || type.IsStatic || type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || !HoldsNumbers(type, 0))
        {
            return null;
        }

        foreach (var factory in Factories(type))
        {
            Datum? Build(double[] points) => Filled(Create(factory, interpreter, points), points);
            if (Arguments(factory, [0.5, 0.25]) is not null && Build([.. Enumerable.Repeat(0.5, 16)]) is not null)
            {
                return Build;
            }
        }

        return null;
    }

    /// <summary>A cheap look before anything runs: is there a field that numbers can lie in?</summary>
    private static bool HoldsNumbers(ITypeSymbol type, int depth)
    {
        if (type is IArrayTypeSymbol array)
        {
            return array.ElementType is ITypeParameterSymbol || IsReal(array.ElementType) || HoldsNumbers(array.ElementType, depth);
        }

        if (depth > 2 || type is not INamedTypeSymbol named)
        {
            return false;
        }

        if (!named.Locations.Any(location => location.IsInSource))
        {
            return named.TypeArguments.Any(argument => argument is ITypeParameterSymbol || IsReal(argument) || HoldsNumbers(argument, depth + 1));
        }

        return named.TypeKind == TypeKind.Interface || Fields(named).Any(
            field => (named.IsValueType && IsReal(field.Type)) || HoldsNumbers(field.Type, depth + 1));
    }

    private static bool IsReal(ITypeSymbol type) => NumericKinds.Of(type) is { } kind && kind.IsFloating();

    private static IEnumerable<IFieldSymbol> Fields(INamedTypeSymbol type)
    {
        for (var current = type; current is { SpecialType: SpecialType.None }; current = current.BaseType)
        {
            foreach (var field in current.GetMembers().OfType<IFieldSymbol>().Where(field => !field.IsStatic))
            {
                yield return field;
            }
        }
    }

    /// <summary>Constructors first, the ones with most sizes first; then static methods that return the type.</summary>
    private static IEnumerable<IMethodSymbol> Factories(INamedTypeSymbol type)
        => type.InstanceConstructors.Where(IsUsable).OrderBy(Preference)
            .Concat(type.GetMembers().OfType<IMethodSymbol>().Where(
                method => method is { IsStatic: true, MethodKind: MethodKind.Ordinary, Arity: 0 } && IsUsable(method)
                    && SymbolEqualityComparer.Default.Equals(method.ReturnType, type)).OrderBy(Preference));

    private static bool IsUsable(IMethodSymbol method)
        => method.Parameters.Length is > 0 and <= 4 && method.DeclaredAccessibility != Accessibility.Private;

    private static int Preference(IMethodSymbol method)
        => method.Parameters.All(parameter => IsSize(parameter.Type)) ? method.Parameters.Length == 2 ? 0 : 1
        : method.Parameters.All(parameter => parameter.Type is IArrayTypeSymbol) ? 2
        : 3;

    private static bool IsSize(ITypeSymbol type) => type.SpecialType == SpecialType.System_Int32;

    private static Datum? Create(IMethodSymbol factory, Interpreter interpreter, double[] points)
        => Arguments(factory, points) is not { } arguments ? null
            : factory.MethodKind == MethodKind.Constructor
            ? interpreter.Construct(factory, arguments)
            : interpreter.Invoke(factory, null, arguments);

    /// <summary>Sizes so that the points fit; arrays of the points; defaults; null where a parameter is of another kind.</summary>
    private static Datum[]? Arguments(IMethodSymbol factory, double[] points)
    {
        var sizes = factory.Parameters.Count(parameter => IsSize(parameter.Type));
        var arguments = new Datum[factory.Parameters.Length];
        var isFirst = true;
        for (var i = 0; i < arguments.Length; i++)
        {
            var parameter = factory.Parameters[i];
            if (IsSize(parameter.Type))
            {
                arguments[i] = Number.Of(sizes == 1 ? points.Length : isFirst ? Rows : sizes == 2 ? points.Length / Rows : Rows);
                isFirst = false;
            }
            else if (Argument(parameter, points) is { } argument)
            {
                arguments[i] = argument;
            }
            else
            {
                return null;
            }
        }

        return arguments;
    }

    private static Datum? Argument(IParameterSymbol parameter, double[] points)
    {
        if (parameter.Type is IArrayTypeSymbol array && Numbers(array, points) is { } numbers)
        {
            return numbers;
        }

        return parameter.HasExplicitDefaultValue ? Defaults.Constant(parameter.ExplicitDefaultValue, parameter.Type)
            : NumericKinds.Of(parameter.Type) is { } kind && kind.IsFloating() ? new Number(0, kind)
            : parameter.Type.SpecialType == SpecialType.System_Boolean ? Truth.False
            : null;
    }

    private static ArrayDatum? Numbers(IArrayTypeSymbol array, double[] points)
    {
        if (NumericKinds.Of(array.ElementType) is { } kind && kind.IsFloating())
        {
            Datum?[] items = [.. points.Select(point => Shapes.Variable(point, kind))];
            return array.Rank == 1 ? new ArrayDatum(items, kind)
                : array.Rank == 2 ? new ArrayDatum(items, [Rows, points.Length / Rows], kind)
                : null;
        }

        if (array is not { Rank: 1, ElementType: IArrayTypeSymbol { Rank: 1 } inner })
        {
            return null;
        }

        var width = points.Length / Rows;
        var rows = Enumerable.Range(0, Rows).Select(i => (Datum?)Numbers(inner, [.. points.Skip(i * width).Take(width)])).ToArray();
        return rows.All(row => row is not null) ? new ArrayDatum(rows) : null;
    }

    private static Datum? Filled(Datum? created, double[] points)
    {
        if (created is not Instance)
        {
            return null;
        }

        var leaves = Leaves.Of(created);
        if (leaves.Count < Math.Min(2, points.Length) || leaves.Count > points.Length)
        {
            return null;
        }

        for (var i = 0; i < leaves.Count; i++)
        {
            leaves[i].Value = Shapes.Variable(points[i], (leaves[i].Value as Number)?.Kind ?? NumericKind.Double);
        }

        return created;
    }
}
