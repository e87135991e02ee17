using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Learning;

/// <summary>Does a value take a matrix the other way round, by a method of a library?</summary>
internal static class Transposed
{
    public static bool In(IOperation value, ISymbol matrix) => value.DescendantsAndSelf().Any(part => part is IInvocationOperation call
        && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && OfCall(call) is { } operand && NamedNumbers.Of(operand) is { } named && named.Is(matrix));

    private static IOperation? OfCall(IInvocationOperation call) => call.TargetMethod.Name switch
    {
        "Transpose" or "transpose" or "TransposeThisAndMultiply" or "t" => call.Instance ?? call.Arguments.FirstOrDefault()?.Value,
        "TransposeAndMultiply" => call.Arguments.FirstOrDefault()?.Value,
        _ => null,
    };
}
