using Microsoft.CodeAnalysis;

namespace Backprop.Analyzers.Meaning;

internal enum RowArgumentKind
{
    /// <summary>Holds one number a row.</summary>
    Column,

    /// <summary>An index, a start or a count.</summary>
    Integer,

    /// <summary>Left out at the call, or always the same.</summary>
    Fixed,
}

/// <summary>What one parameter is to a function that works row by row.</summary>
internal sealed record RowArgument(RowArgumentKind Kind, ITypeSymbol Type, Datum? Value)
{
    private const int MostParameters = 5;

    /// <summary>Null where a parameter is neither; the receiver of a matrix method without parameters is its only column.</summary>
    public static IReadOnlyList<RowArgument>? Of(IMethodSymbol method, Shapes shapes, Selector? selector = null)
    {
        if (method.Parameters.Length > MostParameters || method.IsAsync) return null;
        if (method.Parameters.IsEmpty)
            return IsMatrixMethod(method) && shapes.Supports(method.ContainingType) ? [new(RowArgumentKind.Column, method.ContainingType, null)] : null;
        var arguments = method.Parameters
            .Select(parameter => selector?.ValueOf(parameter) is { } chosen ? new(RowArgumentKind.Fixed, parameter.Type, chosen) : Of(parameter, shapes)).ToArray();
        return arguments.Any(argument => argument is null) ? null : [.. arguments.Select(argument => argument!)];
    }

    /// <summary>Does a method take a matrix as its receiver, and nothing else?</summary>
    public static bool IsMatrixMethod(IMethodSymbol method)
        => method is { IsStatic: false, MethodKind: MethodKind.Ordinary, Parameters.IsEmpty: true } && !Shapes.IsScalar(method.ReturnType);

    private static RowArgument? Of(IParameterSymbol parameter, Shapes shapes)
        => parameter.HasExplicitDefaultValue ? new(RowArgumentKind.Fixed, parameter.Type, ValueOf(parameter))
            : parameter.RefKind is RefKind.Out ? null
            : parameter.Type.SpecialType == SpecialType.System_Int32 ? new(RowArgumentKind.Integer, parameter.Type, null)
            : shapes.Supports(parameter.Type) ? new(RowArgumentKind.Column, parameter.Type, null)
            : null;

    private static Datum? ValueOf(IParameterSymbol parameter)
        => parameter.ExplicitDefaultValue is null ? Defaults.Of(parameter.Type) : Defaults.Constant(parameter.ExplicitDefaultValue, parameter.Type);
}
