package dev.runbook.modules.aws.standin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.runbook.api.simulated.StandIn.Reply;
import dev.runbook.api.simulated.StandIn.Request;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** S3, with the bucket in the path. */
record StorageEndpoint(Account account, String region) implements AwsStandIn.Endpoint {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final int PAGE = 1000;

    @Override
    public AwsException unsigned() {
        return new AwsException(403, "AccessDenied", "Access Denied");
    }

    @Override
    public AwsException unknownKey() {
        return new AwsException(
                403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.");
    }

    @Override
    public AwsException wrongScope(String valid) {
        return new AwsException(400, "AuthorizationHeaderMalformed",
                "The authorization header is malformed; the region is wrong; expecting '" + valid + "'");
    }

    /** Keeps an object. */
    static void put(Account.Bucket bucket, String key, byte[] bytes) {
        try {
            String etag = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
            bucket.objects.put(key, new Account.Stored(bytes.clone(), etag, Instant.now().truncatedTo(ChronoUnit.MILLIS)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has MD5", e);
        }
    }

    @Override
    public Reply answer(Request request) {
        String[] parts = request.path().split("\\?", 2);
        String path = decode(parts[0].replace("+", "%2B")).substring(1);
        Map<String, String> query = query(parts.length == 2 ? parts[1] : "");
        int slash = path.indexOf('/');
        String name = slash < 0 ? path : path.substring(0, slash);
        String key = slash < 0 ? "" : path.substring(slash + 1);
        if (name.isEmpty()) {
            throw new AwsException(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }
        Account.Bucket bucket = account.buckets.get(name);
        if (bucket == null) {
            throw new AwsException(404, "NoSuchBucket", "The specified bucket does not exist");
        }
        if (query.containsKey("location") && request.method().equals("GET")) {
            String place = bucket.region.equals("us-east-1") ? "" : bucket.region;
            return xml(200, "<LocationConstraint xmlns=\"" + NAMESPACE + "\">" + place + "</LocationConstraint>", Map.of());
        }
        if (!bucket.region.equals(region)) {
            throw new AwsException(301, "PermanentRedirect", "The bucket you are attempting to access must be addressed using"
                    + " the specified endpoint. Please send all future requests to this endpoint.",
                    Map.of("x-amz-bucket-region", bucket.region));
        }
        return key.isEmpty() ? bucket(request, name, bucket, query) : object(request, bucket, key, query);
    }

    @Override
    public Reply refusal(AwsException refusal, String requestId) {
        Map<String, String> headers = new HashMap<>(refusal.headers);
        headers.put("x-amz-request-id", requestId);
        return xml(refusal.status, "<Error><Code>" + refusal.code + "</Code><Message>" + escape(refusal.text())
                + "</Message><RequestId>" + requestId + "</RequestId></Error>", headers);
    }

    private Reply bucket(Request request, String name, Account.Bucket bucket, Map<String, String> query) {
        String method = request.method();
        if (query.containsKey("policy")) {
            return policy(request, name, bucket);
        }
        if (method.equals("HEAD")) {
            return new Reply(200, Map.of("x-amz-bucket-region", bucket.region), new byte[0]);
        }
        if (method.equals("GET") && "2".equals(query.get("list-type"))) {
            return list(name, bucket, query);
        }
        throw notImplemented();
    }

    private static AwsException notImplemented() {
        return new AwsException(
                501, "NotImplemented", "A header you provided implies functionality that is not implemented");
    }

    private static Reply policy(Request request, String name, Account.Bucket bucket) {
        return switch (request.method()) {
            case "GET" -> {
                if (bucket.policy == null) {
                    throw new AwsException(404, "NoSuchBucketPolicy", "The bucket policy does not exist");
                }
                yield Reply.json(200, bucket.policy);
            }
            case "PUT" -> {
                bucket.policy = checked(request.text(), name);
                yield new Reply(204, Map.of(), new byte[0]);
            }
            case "DELETE" -> {
                bucket.policy = null;
                yield new Reply(204, Map.of(), new byte[0]);
            }
            default -> throw notImplemented();
        };
    }

    private static String checked(String policy, String bucket) {
        JsonNode tree;
        try {
            tree = new ObjectMapper().readTree(policy);
        } catch (JsonProcessingException e) {
            throw new AwsException(400, "MalformedPolicy", "This policy contains invalid Json");
        }
        if (!tree.path("Version").asText().matches("2012-10-17|2008-10-17") || tree.path("Statement").isEmpty()) {
            throw new AwsException(400, "MalformedPolicy", "Missing required field Statement");
        }
        for (JsonNode statement : tree.path("Statement")) {
            for (String field : List.of("Effect", "Principal", "Action", "Resource")) {
                if (!statement.has(field)) {
                    throw new AwsException(400, "MalformedPolicy", "Missing required field " + field);
                }
            }
            JsonNode resources = statement.path("Resource");
            for (JsonNode resource : resources.isArray() ? resources : new ObjectMapper().createArrayNode().add(resources)) {
                if (!resource.asText().matches("arn:aws:s3:::" + java.util.regex.Pattern.quote(bucket) + "(/.*)?")) {
                    throw new AwsException(400, "MalformedPolicy", "Policy has invalid resource");
                }
            }
        }
        return policy;
    }

    private static Reply list(String name, Account.Bucket bucket, Map<String, String> query) {
        String prefix = query.getOrDefault("prefix", "");
        boolean encoded = "url".equals(query.get("encoding-type"));
        String after = query.getOrDefault("continuation-token", query.getOrDefault("start-after", ""));
        int limit = Math.min(PAGE, Integer.parseInt(query.getOrDefault("max-keys", "" + PAGE)));
        StringBuilder contents = new StringBuilder();
        int count = 0;
        String last = "";
        boolean more = false;
        for (Map.Entry<String, Account.Stored> entry : bucket.objects.entrySet()) {
            if (!entry.getKey().startsWith(prefix) || entry.getKey().compareTo(after) <= 0) {
                continue;
            }
            if (count == limit) {
                more = true;
                break;
            }
            count++;
            last = entry.getKey();
            Account.Stored stored = entry.getValue();
            contents.append("<Contents><Key>").append(shown(last, encoded)).append("</Key><LastModified>")
                    .append(stored.modified()).append("</LastModified><ETag>&quot;").append(stored.etag())
                    .append("&quot;</ETag><Size>").append(stored.bytes().length)
                    .append("</Size><StorageClass>STANDARD</StorageClass></Contents>");
        }
        return xml(200, "<ListBucketResult xmlns=\"" + NAMESPACE + "\"><Name>" + name + "</Name><Prefix>"
                + shown(prefix, encoded) + "</Prefix><KeyCount>" + count + "</KeyCount><MaxKeys>" + limit + "</MaxKeys>"
                + (encoded ? "<EncodingType>url</EncodingType>" : "") + "<IsTruncated>" + more + "</IsTruncated>"
                + (more ? "<NextContinuationToken>" + escape(last) + "</NextContinuationToken>" : "") + contents
                + "</ListBucketResult>", Map.of());
    }

    private static String shown(String text, boolean encoded) {
        return encoded
                ? URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20").replace("%2F", "/")
                : escape(text);
    }

    private static Reply object(Request request, Account.Bucket bucket, String key, Map<String, String> query) {
        query.remove("x-id");
        if (!query.isEmpty()) {
            throw notImplemented();
        }
        switch (request.method()) {
            case "PUT" -> put(bucket, key, request.body());
            case "DELETE" -> {
                bucket.objects.remove(key);
                return new Reply(204, Map.of(), new byte[0]);
            }
            case "GET", "HEAD" -> {}
            default -> throw notImplemented();
        }
        Account.Stored stored = bucket.objects.get(key);
        if (stored == null) {
            throw new AwsException(404, "NoSuchKey", "The specified key does not exist.");
        }
        String match = request.header("if-match").replace("\"", "");
        if (!match.isEmpty() && !match.equals(stored.etag())) {
            throw new AwsException(412, "PreconditionFailed",
                    "At least one of the pre-conditions you specified did not hold");
        }
        Map<String, String> headers = Map.of(
                "etag", "\"" + stored.etag() + "\"",
                "content-type", "application/octet-stream",
                "last-modified", DateTimeFormatter.RFC_1123_DATE_TIME.format(stored.modified().atZone(ZoneOffset.UTC)));
        return new Reply(200, headers, request.method().equals("PUT") ? new byte[0] : stored.bytes());
    }

    private static Map<String, String> query(String text) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split("&")) {
            String[] pair = part.split("=", 2);
            query.put(decode(pair[0]), pair.length == 2 ? decode(pair[1]) : "");
        }
        return query;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static Reply xml(int status, String body, Map<String, String> more) {
        Map<String, String> headers = new HashMap<>(more);
        headers.put("content-type", "application/xml");
        headers.putIfAbsent("x-amz-request-id", UUID.randomUUID().toString());
        return new Reply(status, headers, ("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + body).getBytes(StandardCharsets.UTF_8));
    }
}
