using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Rules;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Backprop.Analyzers.CodeFixes;

/// <summary>
/// Multiplies a value with itself where a power was taken: <c>a * a</c>, <c>a.PointwiseMultiply(a)</c>. The expression keeps
/// its type, a cast in the place of a library's conversion. Not offered where the type has no such product.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SquareFixer : DocumentEditFixer
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ImmutableArray.Create(BP1005SquaredThroughPower.Id);

    protected override Edit? Plan(SyntaxNode root, SemanticModel model, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true) is not InvocationExpressionSyntax power) return null;
        if (!diagnostic.Properties.TryGetValue(FixProperties.Output, out var output) || output is null) return null;
        var operand = SyntaxFactory.ParseExpression(output);
        var position = power.SpanStart;
        var type = model.GetSpeculativeTypeInfo(position, operand, SpeculativeBindingOption.BindAsExpression).Type;
        var wanted = model.GetTypeInfo(power, cancellation).Type;
        if (type is null || wanted is null || Square(output, type, wanted) is not { } square) return null;
        var written = SyntaxFactory.ParseExpression(square);
        var result = model.GetSpeculativeTypeInfo(position, written, SpeculativeBindingOption.BindAsExpression).Type;
        if (!SymbolEqualityComparer.Default.Equals(result, wanted)) return null;
        return new Edit(
            $"Multiply '{output}' with itself (may round differently)",
            power,
            editor => editor.ReplaceNode(power, AsNeeded(power, written).WithTriviaFrom(power).WithAdditionalAnnotations(Formatter.Annotation)));
    }

    private static string? Square(string output, ITypeSymbol type, ITypeSymbol wanted) => type switch
    {
        _ when LinearAlgebraTypes.Contains(type) => $"{output}.PointwiseMultiply({output})",
        { SpecialType: SpecialType.System_Double } => $"{output} * {output}",
        { SpecialType: SpecialType.System_Single } when wanted.SpecialType == SpecialType.System_Double => $"(double){output} * {output}",
        { SpecialType: SpecialType.System_Single } => $"{output} * {output}",
        // Of somebody's own Tensor the operator may be a matrix product.
        INamedTypeSymbol tensor when TensorLibraries.All.Any(library => library.Tensor == MetadataNames.Of(tensor.OriginalDefinition)) => $"{output} * {output}",
        _ => null,
    };

    // 1 - a * a needs none, (float)Math.Pow(a, 2) does.
    private static ExpressionSyntax AsNeeded(ExpressionSyntax replaced, ExpressionSyntax written) =>
        replaced.Parent is BinaryExpressionSyntax difference && difference.IsKind(SyntaxKind.SubtractExpression)
            ? written
            : Parentheses.AsNeeded(replaced, written);
}
