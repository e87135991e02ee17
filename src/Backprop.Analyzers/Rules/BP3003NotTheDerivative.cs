using System.Globalization;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Backprop.Analyzers.Rules;

/// <summary>
/// BP3003: a function and what stands in the place of its derivative, run side by side, differ. Proved: the two belong
/// together, for others in their places are a function and its derivative; at several points at which the function is
/// smooth the derivative is far off, taken from the input as well as from the output; and it differs in none of the ways
/// in which derivatives differ on purpose (constants, offsets, guards, leaks).
/// </summary>
internal sealed class BP3003NotTheDerivative : IRule
{
    public const string Id = "BP3003";

    public DiagnosticDescriptor Descriptor { get; } = RuleDescriptor.Proved(
        Id,
        "The derivative is not the derivative of its function",
        "'{0}' is not the derivative of '{1}': {2} it returns {3}; the derivative of '{1}' there is {4}",
        "A function and its derivative were run on the same numbers. A wrong derivative trains in a wrong direction without any "
        + "error.");

    public void Analyze(TypeModel type, Action<Diagnostic> report)
    {
        foreach (var (at, pair, wrong) in type.Compilation.WrongDerivatives.In(type.Type, type.Cancellation))
        {
            if (type.Bodies.Any(body => body.HasErrors && SymbolEqualityComparer.Default.Equals(body.Member, at))) continue;
            if (LocationOf(at, type.Cancellation) is not { } location) continue;
            report(Diagnostic.Create(
                Descriptor, location, wrong.Forward.Locations.Where(place => place.IsInSource && place != location),
                wrong.Derivative.Name, wrong.Forward.Name, At(wrong), Text(wrong.Meaning.Got), Text(wrong.Meaning.Wanted)));
        }
    }

    private static string At(PairImplementation wrong)
    {
        var point = "at x = " + Text(wrong.Meaning.Point);
        return wrong.Roles.Contains(ArgumentRole.Output) && !wrong.Roles.Contains(ArgumentRole.PreActivation) ? "handed the output " + point : point;
    }

    private static string Text(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>The one expression that a method returns, or else its name.</summary>
    private static Location? LocationOf(IMethodSymbol method, CancellationToken cancellation)
    {
        if (method.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is not MethodDeclarationSyntax declaration) return null;
        if (declaration.ExpressionBody is { } body) return body.Expression.GetLocation();
        var returned = declaration.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<ReturnStatementSyntax>().Take(2).ToArray();
        return returned is [{ Expression: { } only }] ? only.GetLocation() : declaration.Identifier.GetLocation();
    }
}
