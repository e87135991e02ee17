using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Whether a type has an activation at all: something costly, or the maximum of a number and zero. Matrix decompositions walk
/// back and multiply as much as networks do, and are not worth to be run. Certainly not, or maybe: decides no report.
/// </summary>
internal static class Rectifiers
{
    private static readonly WordSet Words = new(["Max", "max", "Maximum", "maximum", "Relu", "relu", "ReLU", "PointwiseMaximum"]);

    public static bool OrCostlyIn(TypeModel type) => type.Type.DeclaringSyntaxReferences.Any(reference => type.Compilation.Gate.MayActivate(reference.SyntaxTree, reference.Span))
        || type.Bodies.Any(body => body.Blocks.Any(block => TreeWords.Of(block.Syntax.SyntaxTree).Mention(Words, block.Syntax.Span)
            && block.Descendants().OfType<IInvocationOperation>().Any(IsRectifier)));

    // Math.Max(0, z); of whole numbers it is an index that is kept in its bounds.
    private static bool IsRectifier(IInvocationOperation call) => !Flow.Effects.Shapes.IsInteger(call.Type)
        && (call.TargetMethod.Name.EndsWith("elu", StringComparison.OrdinalIgnoreCase)
            || call.TargetMethod.Name.EndsWith("max", StringComparison.OrdinalIgnoreCase) && call.Arguments.Any(argument => IsZero(argument.Value))
            || call.TargetMethod.Name.EndsWith("maximum", StringComparison.OrdinalIgnoreCase) && call.Arguments.Any(argument => IsZero(argument.Value)));

    private static bool IsZero(IOperation value) => (value is IConversionOperation conversion ? conversion.Operand : value).ConstantValue
        is { HasValue: true, Value: 0 or 0.0 or 0f };
}
