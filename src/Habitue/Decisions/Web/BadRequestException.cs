using Microsoft.AspNetCore.Http;

namespace Habitue.Decisions.Web;

/// <summary>A request that cannot be answered, with what is wrong in one sentence.</summary>
internal sealed class BadRequestException(string sentence, int status = StatusCodes.Status400BadRequest) : Exception(sentence)
{
    public int Status => status;
}
