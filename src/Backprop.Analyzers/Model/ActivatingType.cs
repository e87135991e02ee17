using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Whether a type calls an activation at all: something costly, or the maximum of a number and zero. Matrix decompositions
/// walk back and multiply as much as networks do, and are not worth to be run. Certainly not, or maybe: decides no report.
/// </summary>
internal static class ActivatingType
{
    public static bool Is(TypeModel type) => type.Bodies.Any(body =>
    {
        var mayRectify = body.Blocks.Any(block => type.Compilation.Gate.MayRectify(block.Syntax));
        return (mayRectify || type.Compilation.Gate.MayActivate(body)) && body.Calls.Exists(operation => operation switch
        {
            IInvocationOperation call => type.Compilation.Activations.IsOne(call) || IsOpen(call, type) || mayRectify && IsRectifier(call),
            IMethodReferenceOperation reference => type.Compilation.Activations.IsOne(reference),
            _ => false,
        });
    });

    // An activation behind an interface, a layer's pass: which one runs is not known here.
    private static bool IsOpen(IInvocationOperation call, TypeModel type) => (call.IsVirtual || call.TargetMethod.MethodKind == MethodKind.DelegateInvoke)
        && type.Compilation.Gate.IsCostlyName(call.TargetMethod.Name) && Shape.IsNumeric(call.TargetMethod.ReturnType)
        || !call.IsVirtual && IsHelper(call.TargetMethod, type);

    // double[] Apply(double[] z), void Apply(double[] z)
    private static bool IsHelper(IMethodSymbol method, TypeModel type) => method.IsFromSource()
        && type.Compilation.Gate.IsCostlyName(method.Name) && method.DeclaringSyntaxReferences.Any(reference => TreeWords.Of(reference.SyntaxTree).Mention(ActivationCalls.Library, reference.Span));

    // Math.Max(0, z); of whole numbers it is an index that is kept in its bounds.
    private static bool IsRectifier(IInvocationOperation call) => !Flow.Effects.Shapes.IsInteger(call.Type)
        && (EndsWith(call, "elu") || (EndsWith(call, "max") || EndsWith(call, "maximum")) && call.Arguments.Any(argument => argument.Value.IsZero()));

    private static bool EndsWith(IInvocationOperation call, string end) => call.TargetMethod.Name.EndsWith(end, StringComparison.OrdinalIgnoreCase);
}
